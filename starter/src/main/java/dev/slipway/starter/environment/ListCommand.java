package dev.slipway.starter.environment;

import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.Listing;
import dev.slipway.starter.Names;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.screen.Digests;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;
import dev.slipway.starter.screen.Table;
import dev.slipway.starter.server.Execution;
import dev.slipway.starter.server.Selection;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway environment list}. */
@Command(name = "list", description = "Lists what is live where.")
public final class ListCommand implements Callable<Integer> {

  private static final int MOST = 1000;

  private final Surroundings here;

  @Option(names = "--service", paramLabel = "NAME", description = "only of this service")
  private @Nullable String service;

  @Option(names = "--environment", paramLabel = "NAME", description = "only in this environment")
  private @Nullable String environment;

  @Option(names = "--limit", paramLabel = "N", description = "at most so many (default: 50)")
  private int limit = 50;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public ListCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    try (SlipwayServer open = here.servers().apply(server)) {
      return new Listing<>(
              "No environment fits; the first release of a service makes its own known.",
              this::table)
          .print(here, common, open.statuses(selected(open), EnvironmentStatus.class));
    }
  }

  private List<Execution> selected(SlipwayServer open) {
    Selection selection = Selection.of(Selection.Kind.ENVIRONMENT, MOST).onlyOpen();
    if (environment != null) {
      selection =
          selection.withIdPrefix("environment/" + Names.checked("environment", environment) + "/");
    }
    String suffix = service == null ? "" : "/" + Names.checked("service", service);
    return open.list(selection).stream()
        .filter(execution -> execution.workflowId().endsWith(suffix))
        .limit(Math.max(1, limit))
        .toList();
  }

  private Table table(List<EnvironmentStatus> found) {
    Table table =
        new Table("ENVIRONMENT", "SERVICE", "STATE", "STABLE", "BROUGHT BY", "SLOT", "SYNCED");
    for (EnvironmentStatus status : found) {
      table.row(
          Line.empty().outside(status.key().environment()),
          Line.empty().outside(status.key().service()),
          EnvironmentScreen.state(status),
          Line.empty()
              .outside(
                  status
                      .stable()
                      .map(stable -> Digests.abbreviate(stable.ref().revision()))
                      .orElse("none")),
          Line.empty().outside(status.stable().map(stable -> stable.release()).orElse("")),
          Line.empty().outside(Paint.DIM, status.holder().orElse("free")),
          Line.of(status.syncedAt().map(at -> here.times().age(at) + " ago").orElse("never")));
    }
    return table;
  }
}
