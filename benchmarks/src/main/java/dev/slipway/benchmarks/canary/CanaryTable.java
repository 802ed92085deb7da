package dev.slipway.benchmarks.canary;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Slipway beside the field on every scenario, as Markdown: how often healthy releases are rolled
 * back and when they are promoted, how often, when and at what cost bad ones are found, and where
 * Slipway is worse.
 */
public final class CanaryTable {

  private static final List<Rule> OURS = List.of(Slipway.DEFAULT, Slipway.WITH_HISTORY);

  /** Closer means than this are called equal. */
  private static final double WORSE_BY = 1.05;

  private final int releases;
  private final List<Rule> rules;
  private final Map<Scenario, List<Tally>> results = new LinkedHashMap<>();

  private CanaryTable(int releases) {
    this.releases = releases;
    this.rules = new ArrayList<>(Peers.ALL);
    rules.addAll(OURS);
  }

  /**
   * @param releases of each scenario, with the seeds 1, 2, 3 and so on
   * @param progress is told of each scenario that is done
   */
  public static void print(PrintStream out, PrintStream progress, int releases) {
    CanaryTable table = new CanaryTable(releases);
    for (Scenario scenario : ScenarioFile.read().values()) {
      table.results.put(scenario, Tally.of(scenario, table.rules, releases));
      progress.println("simulated: " + scenario.name());
    }
    table.print(out);
  }

  private void print(PrintStream out) {
    out.printf(
        Locale.ROOT,
        "Simulated in blocks of %d s over %d minutes; %d releases of each scenario, seeds 1 to %d. All rules see the same requests.%n%n",
        RequestStream.BLOCK_SECONDS,
        Releases.HORIZON_SECONDS / 60,
        releases,
        releases);
    out.println("Healthy releases that were rolled back, % [95 % interval]:\n");
    printTable(out, healthy(), tally -> tally.rolledBack().toString());
    out.println("Median seconds until a healthy release was promoted:\n");
    printTable(out, healthy(), tally -> seconds(tally.medianToPromote()));
    out.println(
        "Bad releases: rolled back within the hour, median seconds until then, mean bad requests"
            + " (errors served by the canary; of slow canaries, all its requests):\n");
    printTable(out, regressions(), CanaryTable::detection);
    printWorse(out);
  }

  private List<Scenario> healthy() {
    return results.keySet().stream().filter(Scenario::isHealthy).toList();
  }

  private List<Scenario> regressions() {
    return results.keySet().stream().filter(scenario -> !scenario.isHealthy()).toList();
  }

  /** A row for each scenario: they are more than the rules. */
  private void printTable(PrintStream out, List<Scenario> scenarios, Function<Tally, String> cell) {
    out.println(row("scenario", rules.stream().map(Rule::name).toList()));
    out.println(row("---", rules.stream().map(rule -> "---").toList()));
    for (Scenario scenario : scenarios) {
      out.println(row(scenario.name(), tallies(scenario).stream().map(cell).toList()));
    }
    out.println();
  }

  private static String row(String first, List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| " + first + " | ", " |"));
  }

  private static String detection(Tally tally) {
    return String.format(
        Locale.ROOT,
        "%.0f%%, %s, %s",
        100 * tally.rolledBack().value(),
        seconds(tally.medianToRollBack()),
        requests(tally.meanBad()));
  }

  private static String seconds(OptionalDouble seconds) {
    return seconds.isEmpty() ? "-" : String.format(Locale.ROOT, "%.0fs", seconds.getAsDouble());
  }

  private static String requests(double requests) {
    return String.format(Locale.ROOT, requests < 100 ? "%.1f" : "%,.0f", requests);
  }

  private List<Tally> tallies(Scenario scenario) {
    return results.getOrDefault(scenario, List.of());
  }

  private void printWorse(PrintStream out) {
    int ours = rules.indexOf(Slipway.DEFAULT);
    out.println(
        "Where Slipway (without history) is worse: peers that let fewer bad requests through, with"
            + " the most healthy releases that each rolled back in any scenario above.\n");
    for (Scenario scenario : regressions()) {
      List<Tally> tallies = tallies(scenario);
      double bad = tallies.get(ours).meanBad();
      List<String> better = new ArrayList<>();
      for (int i = 0; i < Peers.ALL.size(); i++) {
        if (WORSE_BY * tallies.get(i).meanBad() < bad) {
          better.add(
              rules.get(i).name()
                  + " "
                  + requests(tallies.get(i).meanBad())
                  + String.format(Locale.ROOT, " (%.0f%%)", 100 * mostFalse(i)));
        }
      }
      if (!better.isEmpty()) {
        out.printf(
            Locale.ROOT,
            "- %s: Slipway %s; %s%n",
            scenario.name(),
            requests(bad),
            String.join(", ", better));
      }
    }
  }

  private double mostFalse(int rule) {
    return healthy().stream()
        .mapToDouble(scenario -> tallies(scenario).get(rule).rolledBack().value())
        .max()
        .orElse(0);
  }
}
