package dev.slipway.starter.environment;

import dev.slipway.cluster.SyncReport;
import dev.slipway.cluster.SyncTotals;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.starter.CliException;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;
import dev.slipway.starter.server.Json;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slipway environment diff}. */
@Command(
    name = "diff",
    description = {
      "Says what a sync would change: 0 when live is what the production branch says, 1 when it",
      "differs, 2 when that cannot be told."
    })
public final class DiffCommand implements Callable<Integer> {

  private static final String WAITS =
      " (beyond the prune budget: waits for slipway environment prune)";
  private static final String NEVER = " (never deleted by a sync: waits for a person with kubectl)";

  private final Surroundings here;

  @Mixin private final EnvironmentArgument target = new EnvironmentArgument();
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public DiffCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    try {
      return compare(target.key()).code();
    } catch (CliException e) {
      throw new CliException(ExitCode.USAGE, e.sentence(), e);
    }
  }

  private ExitCode compare(EnvironmentKey key) {
    try (SlipwayServer open = here.servers().apply(server)) {
      SyncReport report = Environments.compared(new Environments(open).diff(key));
      List<Line> differences = differences(report);
      if (common.isJson()) {
        Json.print(here.console(), report);
      } else if (differences.isEmpty()) {
        here.console()
            .print(Line.of(Paint.GREEN, "✔ ").add(key + " is what the production branch says"));
      } else {
        here.console().print(differences);
      }
      return differences.isEmpty() ? ExitCode.DONE : ExitCode.NO;
    }
  }

  private static List<Line> differences(SyncReport report) {
    List<Line> lines = new ArrayList<>();
    SyncTotals totals = report.totals();
    report.created().forEach(object -> lines.add(Line.of(Paint.GREEN, "+ ").outside(object)));
    more(totals.created() - report.created().size(), Paint.GREEN, "+ ", "").ifPresent(lines::add);
    report.changed().forEach(field -> lines.add(Line.of(Paint.YELLOW, "~ ").outside(field)));
    report.drift().forEach(field -> lines.add(Line.of(Paint.YELLOW, "~ ").outside(field)));
    report
        .conflicts()
        .forEach(field -> lines.add(Line.of(Paint.YELLOW, "! takes over ").outside(field)));
    report.pruned().forEach(object -> lines.add(Line.of(Paint.RED, "- ").outside(object)));
    more(totals.pruned() - report.pruned().size(), Paint.RED, "- ", "").ifPresent(lines::add);
    Set<String> waiting = Set.copyOf(report.beyondBudget());
    int named = 0;
    for (String object : report.unpruned()) {
      named += waiting.contains(object) ? 1 : 0;
      String why = waiting.contains(object) ? WAITS : NEVER;
      lines.add(Line.of(Paint.RED, "- ").outside(object).add(Paint.DIM, why));
    }
    more(totals.beyondBudget() - named, Paint.RED, "- ", WAITS).ifPresent(lines::add);
    more(totals.never() - (report.unpruned().size() - named), Paint.RED, "- ", NEVER)
        .ifPresent(lines::add);
    return lines;
  }

  private static Optional<Line> more(int count, Paint paint, String mark, String why) {
    return count > 0
        ? Optional.of(Line.of(paint, mark).add("and " + count + " more").add(Paint.DIM, why))
        : Optional.empty();
  }
}
