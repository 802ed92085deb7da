package dev.slipway.starter.dev.demo;

import dev.slipway.starter.dev.DevMarker;
import dev.slipway.starter.dev.Installation;
import dev.slipway.starter.dev.StackOptions;
import dev.slipway.starter.dev.StateDirectory;
import java.util.List;

/**
 * Where the demo's service runs. Everything above it (the story, the workflows, the repositories)
 * is the same everywhere.
 */
interface Venue extends AutoCloseable {

  /** The stack that serves it. */
  StackOptions stack();

  /** The sample service as it is written for it. */
  SampleEdition sample(Installation installation);

  /** Text of the platform file, in which repositories are named relative to the state directory. */
  String platform();

  /** Makes what has to be there before the stack starts. The directory is empty. */
  void open(StateDirectory state);

  /** What the stack consists of, as the subject of a sentence in the plural. */
  String parts();

  /** Address of the service, without the path of its own. */
  String service(DevMarker marker);

  LiveView view(DevMarker marker);

  /** Lines that tell a person where to look, besides those that are the same everywhere. */
  List<String> whereToLook();

  /**
   * Takes away what {@link #open} has made outside of the state directory. The stack is stopped.
   */
  @Override
  void close();
}
