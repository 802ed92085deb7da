package dev.slipway.starter.dev;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the state directory. */
final class StatePlace {

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "where everything is kept (default: $SLIPWAY_STATE, else ~/.local/state/slipway)")
  private @Nullable Path directory;

  StateDirectory in(Map<String, String> environment) {
    return directory == null ? StateDirectory.usual(environment) : new StateDirectory(directory);
  }
}
