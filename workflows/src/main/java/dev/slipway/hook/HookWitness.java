package dev.slipway.hook;

import dev.slipway.release.Waiting;

/** Who has Jobs run, and shows people what happens. */
public interface HookWitness {

  /** Whether the Job under way is not wanted any more; asked again and again. */
  boolean isUnwanted();

  void started(Hook hook, Waiting waiting);

  void ended(Hook hook, HookReport report);
}
