package dev.slipway.starter.release;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.release.Waiting;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.server.Json;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import dev.slipway.temporal.WorkflowIds;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
      ReleaseView view =
          new Releases(open).view(new ReleaseFinder(open).find(release), here.clock().instant());
      if (common.isJson()) {
        Json.print(here.console(), view);
      } else {
        here.console().print(new ReleaseExplanation(view, here.times()).lines());
        leftToAPerson(open, view)
            .forEach(what -> here.console().print(WaitingLines.of(what, here.times())));
      }
      return ExitCode.DONE.code();
    }
  }

  /**
   * What its environment cannot do by itself: a release that has ended well may have left objects
   * over which only a person can delete, or what it brought is fought over.
   */
  private static List<Waiting> leftToAPerson(SlipwayServer open, ReleaseView view) {
    String environment = view.release().environment();
    if (environment.isEmpty()) {
      return List.of();
    }
    String service = view.release().input().key().service();
    return open.status(
            WorkflowIds.environment(new EnvironmentKey(environment, service)),
            EnvironmentStatus.class)
        .map(
            status ->
                Stream.concat(status.unpruned().stream(), status.contests().stream()).toList())
        .orElse(List.of());
  }
}
