package dev.slipway.starter.release;

import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway release watch}. */
@Command(
    name = "watch",
    description = {
      "Follows a release to its end; the exit code is that of its outcome.",
      "On a terminal it is drawn in place, else one line is printed for each change."
    })
public final class WatchCommand implements Callable<Integer> {

  private final Surroundings here;

  @Parameters(
      index = "0",
      paramLabel = "RELEASE",
      description = "key, beginning of it, commit or service")
  private String release = "";

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      description = "how often it is looked at (default: 500ms)")
  private Duration interval = Duration.ofMillis(500);

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "how long it is watched, such as 30s, 10m or 2h (default: to its end)")
  private @Nullable Duration timeout;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public WatchCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    try (SlipwayServer open = here.servers().apply(server)) {
      return new ReleaseWatch(here, open, interval, Optional.ofNullable(timeout))
          .follow(new ReleaseFinder(open).find(release), common.isJson())
          .code();
    }
  }
}
