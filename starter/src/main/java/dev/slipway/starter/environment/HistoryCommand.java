package dev.slipway.starter.environment;

import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.server.Json;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What became of each revision. */
@Command(
    name = "history",
    description =
        "Lists what became of the revisions of a service in an environment, newest first.")
public final class HistoryCommand implements Callable<Integer> {

  private final Surroundings here;

  @Option(names = "--limit", paramLabel = "N", description = "at most so many (default: 20)")
  private int limit = 20;

  @Mixin private final EnvironmentArgument target = new EnvironmentArgument();
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public HistoryCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    try (SlipwayServer open = here.servers().apply(server)) {
      EnvironmentStatus status = new Environments(open).status(target.key());
      if (common.isJson()) {
        Json.print(here.console(), status.history().stream().limit(limit).toList());
      } else if (status.history().isEmpty()) {
        here.console().say("Nothing has happened in " + status.key() + " yet.");
      } else {
        here.console().print(new EnvironmentScreen(status, here.times()).history(limit));
      }
      return ExitCode.DONE.code();
    }
  }
}
