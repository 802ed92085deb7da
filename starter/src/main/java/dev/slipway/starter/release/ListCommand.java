package dev.slipway.starter.release;

import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.Listing;
import dev.slipway.starter.Names;
import dev.slipway.starter.Parallel;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.screen.Digests;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;
import dev.slipway.starter.screen.Table;
import dev.slipway.starter.screen.Times;
import dev.slipway.starter.server.Execution;
import dev.slipway.starter.server.Selection;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway release list}. */
@Command(name = "list", description = "Lists releases, newest first.")
public final class ListCommand implements Callable<Integer> {

  private final Surroundings here;

  @Option(names = "--service", paramLabel = "NAME", description = "only of this service")
  private @Nullable String service;

  @Option(names = "--team", paramLabel = "NAME", description = "only of this team")
  private @Nullable String team;

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "only those that reached this environment last")
  private @Nullable String environment;

  @Option(
      names = "--phase",
      paramLabel = "PHASE",
      description =
          "only in this phase: building, testing, proposing, awaiting_gate, awaiting_approval, awaiting_slot, merging, rolling_out, parked, ended")
  private @Nullable String phase;

  @Option(names = "--limit", paramLabel = "N", description = "at most so many (default: 20)")
  private int limit = 20;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public ListCommand(Surroundings here) {
    this.here = here;
  }

  /**
   * A release of a list.
   *
   * @param release its key
   * @param phase in lower case; {@code lost} when it ended in Temporal without a result
   * @param result present when it ended well
   */
  public record Row(
      String release,
      String phase,
      String environment,
      String team,
      Optional<ReleaseResult> result,
      Instant startedAt,
      Optional<Instant> endedAt) {}

  @Override
  public Integer call() {
    try (SlipwayServer open = here.servers().apply(server)) {
      List<Row> rows = Parallel.map(open.list(selection()), execution -> row(open, execution));
      return new Listing<>(
              "No release fits; start one with slipway release start SERVICE.", this::table)
          .print(here, common, rows);
    }
  }

  private Selection selection() {
    Selection selection = Selection.of(Selection.Kind.RELEASE, limit);
    if (service != null) {
      selection = selection.withIdPrefix("release/" + Names.checked("service", service) + "/");
    }
    if (team != null) {
      selection = selection.withTeam(team);
    }
    if (environment != null) {
      selection = selection.withEnvironment(environment);
    }
    return phase == null
        ? selection
        : selection.withPhase(phase.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_'));
  }

  private static Row row(SlipwayServer open, Execution execution) {
    ReleaseKey key = ReleaseFinder.key(execution);
    Optional<ReleaseResult> result =
        execution.state() == Execution.State.COMPLETED
            ? open.result(execution.workflowId(), ReleaseResult.class)
            : Optional.empty();
    String phase =
        switch (execution.state()) {
          case RUNNING -> execution.phase().isEmpty() ? "starting" : execution.phase();
          case COMPLETED -> "ended";
          case BROKEN -> "lost";
        };
    String environment =
        result
            .map(ReleaseResult::environment)
            .filter(name -> !name.isEmpty())
            .orElse(execution.environment());
    return new Row(
        key.toString(),
        phase,
        environment,
        execution.team(),
        result,
        execution.startedAt(),
        execution.closedAt());
  }

  private Table table(List<Row> rows) {
    Times times = here.times();
    Table table = new Table("RELEASE", "STATE", "ENVIRONMENT", "TEAM", "AGE", "TOOK", "WHY");
    for (Row row : rows) {
      table.row(
          Line.of(row.release()),
          row.result()
              .map(
                  result ->
                      Line.of(
                          ReleaseWords.paint(result.outcome()), ReleaseWords.of(result.outcome())))
              .orElseGet(
                  () ->
                      Line.of(
                          row.phase().equals("lost") ? Paint.RED : Paint.CYAN,
                          row.phase().replace('_', ' '))),
          Line.empty().outside(row.environment()),
          Line.empty().outside(row.team()),
          Line.of(times.age(row.startedAt())),
          Line.of(
              Times.words(Duration.between(row.startedAt(), row.endedAt().orElse(times.now())))),
          Line.empty()
              .outside(
                  Paint.DIM,
                  row.result().map(result -> Digests.abbreviate(result.reason())).orElse("")));
    }
    return table;
  }
}
