package dev.slipway.starter.service;

import dev.slipway.service.ServiceStatus;
import dev.slipway.starter.CliException;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Names;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.screen.Digests;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;
import dev.slipway.starter.server.Json;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import dev.slipway.temporal.WorkflowIds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code slipway service status}. */
@Command(
    name = "status",
    description = "Shows a service: what it released, releases and will release.")
public final class StatusCommand implements Callable<Integer> {

  private static final int LABEL = 14;
  private static final int RECENT = 10;

  private final Surroundings here;

  @Parameters(index = "0", paramLabel = "SERVICE", description = "name of the service")
  private String service = "";

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public StatusCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    String id = WorkflowIds.service(Names.checked("service", service));
    try (SlipwayServer open = here.servers().apply(server)) {
      ServiceStatus status =
          open.status(id, ServiceStatus.class)
              .orElseThrow(
                  () ->
                      new CliException(
                          ExitCode.NOT_FOUND,
                          "Nothing is known of the service '"
                              + service
                              + "': see slipway service list, or start a release with slipway release start "
                              + service
                              + "."));
      if (common.isJson()) {
        Json.print(here.console(), status);
      } else {
        here.console().print(lines(status));
      }
      return ExitCode.DONE.code();
    }
  }

  static List<Line> lines(ServiceStatus status) {
    List<Line> lines = new ArrayList<>();
    Line first = Line.empty().outside(Paint.BOLD, status.service());
    if (!status.team().isBlank()) {
      first.add(Paint.DIM, "  team ").outside(Paint.DIM, status.team());
    }
    lines.add(first);
    lines.add(label("released").outside(head(status.head(), "nothing by push yet")));
    if (!status.pending().isBlank()) {
      lines.add(
          label("pending")
              .outside(Paint.YELLOW, head(status.pending(), "") + " waits for a free build"));
    }
    lines.addAll(named("under way", status.running()));
    lines.addAll(named("ended", status.recent().stream().limit(RECENT).toList()));
    return lines;
  }

  private static List<Line> named(String name, List<String> releases) {
    List<Line> lines = new ArrayList<>();
    String label = name;
    for (String release : releases) {
      lines.add(label(label).outside(release));
      label = "";
    }
    return lines;
  }

  private static String head(String commit, String none) {
    return commit.isBlank() ? none : Digests.abbreviate(commit);
  }

  private static Line label(String text) {
    return Line.of("  ").add(Paint.DIM, text).column(2 + LABEL);
  }
}
