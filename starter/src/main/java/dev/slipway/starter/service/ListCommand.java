package dev.slipway.starter.service;

import dev.slipway.service.ServiceStatus;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.Listing;
import dev.slipway.starter.Names;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.screen.Digests;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;
import dev.slipway.starter.screen.Table;
import dev.slipway.starter.server.Selection;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway service list}. */
@Command(name = "list", description = "Lists the services that Slipway releases.")
public final class ListCommand implements Callable<Integer> {

  private static final int MOST = 1000;

  private final Surroundings here;

  @Option(names = "--service", paramLabel = "NAME", description = "only those whose name begins so")
  private @Nullable String service;

  @Option(names = "--team", paramLabel = "NAME", description = "only of this team")
  private @Nullable String team;

  @Option(names = "--limit", paramLabel = "N", description = "at most so many (default: 50)")
  private int limit = 50;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public ListCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    Selection selection = Selection.of(Selection.Kind.SERVICE, MOST).onlyOpen();
    if (service != null) {
      selection = selection.withIdPrefix("service/" + Names.checked("service", service));
    }
    try (SlipwayServer open = here.servers().apply(server)) {
      List<ServiceStatus> found =
          open.statuses(open.list(selection), ServiceStatus.class).stream()
              .filter(status -> team == null || status.team().equals(team))
              .limit(Math.max(1, limit))
              .toList();
      return new Listing<>(
              "No service fits; a first release makes its service known: slipway release start SERVICE.",
              ListCommand::table)
          .print(here, common, found);
    }
  }

  private static Table table(List<ServiceStatus> found) {
    Table table = new Table("SERVICE", "TEAM", "RELEASED", "PENDING", "UNDER WAY");
    for (ServiceStatus status : found) {
      table.row(
          Line.empty().outside(status.service()),
          Line.empty().outside(status.team()),
          Line.empty().outside(Digests.abbreviate(status.head())),
          Line.empty().outside(Paint.YELLOW, Digests.abbreviate(status.pending())),
          Line.empty().outside(Paint.CYAN, String.join(", ", status.running())));
    }
    return table;
  }
}
