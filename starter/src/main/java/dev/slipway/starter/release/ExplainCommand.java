package dev.slipway.starter.release;

import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.server.Json;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code slipway release explain}. */
@Command(
    name = "explain",
    description =
        "Says what a release waits for, since when, until when, what then, and who can end it how.")
public final class ExplainCommand implements Callable<Integer> {

  private final Surroundings here;

  @Parameters(
      index = "0",
      paramLabel = "RELEASE",
      description = "key, beginning of it, commit or service")
  private String release = "";

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public ExplainCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    try (SlipwayServer open = here.servers().apply(server)) {
      ReleaseView view = new Releases(open).view(new ReleaseFinder(open).find(release));
      if (common.isJson()) {
        Json.print(here.console(), view);
      } else {
        here.console().print(new ReleaseExplanation(view, here.times()).lines());
      }
      return ExitCode.DONE.code();
    }
  }
}
