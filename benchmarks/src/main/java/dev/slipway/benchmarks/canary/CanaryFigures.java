package dev.slipway.benchmarks.canary;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What is required of Slipway's verdicts, measured: how often healthy releases are rolled back,
 * what bad ones cost, how soon a slow one is found, and how near the errors needed come to what is
 * needed by anyone.
 */
public final class CanaryFigures {

  private static final List<Slipway> OURS = List.of(Slipway.DEFAULT, Slipway.WITH_HISTORY);

  /** Promised for a whole release, and how far the interval of what is measured may reach. */
  static final double ALPHA = 0.01;

  static final double MOST_UPPER = 1.5 * ALPHA;

  private static final double[] LOADS = {1, 10, 100, 1000};
  private static final double USUAL_LOAD = 100;
  private static final String INCIDENT = "incident both 5% min2-7";
  private static final String BURSTS = "bursty common";

  /** A scenario, what of it counts, and the most that it may be. */
  private record Goal(String scenario, String what, ToDoubleFunction<Tally> value, double most) {}

  private static final List<Goal> GOALS =
      List.of(
          new Goal("err .1->1% 100rps", "mean bad requests", Tally::meanBad, 9),
          new Goal("err 1->2% 100rps", "mean bad requests", Tally::meanBad, 45),
          new Goal("err .1->100% 100rps", "mean bad requests", Tally::meanBad, 6),
          new Goal(
              "lat p50+10% 100rps",
              "median seconds",
              tally -> tally.medianToRollBack().orElse(Double.POSITIVE_INFINITY),
              160));

  private final PrintStream out;
  private final Map<String, Scenario> scenarios = ScenarioFile.read();

  private CanaryFigures(PrintStream out) {
    this.out = out;
  }

  /**
   * @param healthy releases of each healthy scenario, with the seeds 1, 2, 3 and so on
   * @param bad releases of each bad one
   */
  public static void print(PrintStream out, int healthy, int bad) {
    CanaryFigures figures = new CanaryFigures(out);
    figures.printHealthy(healthy);
    figures.printGoals(bad);
    figures.printWald(bad);
    figures.printOtherLoads(healthy);
  }

  private void printGoals(int releases) {
    out.printf(
        "%nBad canaries at 100 requests/s, %d releases each, seeds 1 to %d:%n%n",
        releases, releases);
    out.println("| scenario | what | goal | " + names() + " |");
    out.println("|---|---|---|" + "---|".repeat(OURS.size()));
    for (Goal goal : GOALS) {
      List<Tally> tallies = Tally.of(scenario(goal.scenario()), new ArrayList<>(OURS), releases);
      StringBuilder row =
          new StringBuilder(
              String.format(
                  Locale.ROOT, "| %s | %s | %.0f |", goal.scenario(), goal.what(), goal.most()));
      for (Tally tally : tallies) {
        double value = goal.value().applyAsDouble(tally);
        row.append(
            String.format(
                Locale.ROOT,
                " %.1f %s (%.1f %% found) |",
                value,
                met(value <= goal.most()),
                100 * tally.rolledBack().value()));
      }
      out.println(row);
      out.flush();
    }
  }

  private void printWald(int releases) {
    int runs = Math.max(1, releases / 2);
    out.printf(
        "%nErrors of both versions until the canary is stopped, beside Wald's bound ln(1/alpha)/KL; constant weight, %d minutes, %d runs each:%n%n",
        WaldCell.MINUTES, runs);
    out.println("| rates, weight | Wald | " + names() + " |");
    out.println("|---|---|" + "---|".repeat(OURS.size()));
    double[] sums = new double[OURS.size()];
    for (WaldCell cell : WaldCell.ALL) {
      StringBuilder row =
          new StringBuilder(
              String.format(Locale.ROOT, "| %s | %.0f |", cell.name(), cell.bound(ALPHA)));
      for (int i = 0; i < sums.length; i++) {
        WaldCell.Result result = cell.run(OURS.get(i), runs);
        double ratio = result.meanErrors() / cell.bound(ALPHA);
        sums[i] += ratio / WaldCell.ALL.size();
        row.append(
            String.format(
                Locale.ROOT,
                " %.0f = %.2fx, %.0f %% stopped |",
                result.meanErrors(),
                ratio,
                100 * result.stopped().value()));
      }
      out.println(row);
    }
    StringBuilder row = new StringBuilder("| mean | goal 1.60x |");
    for (double sum : sums) {
      row.append(String.format(Locale.ROOT, " %.2fx %s |", sum, met(sum <= 1.6)));
    }
    out.println(row);
  }

  private void printHealthy(int releases) {
    out.printf(
        Locale.ROOT,
        "%nHealthy releases rolled back, %d each, seeds 1 to %d: %% [95 %% interval]; goal: at most %.1f, upper end below %.1f:%n%n",
        releases,
        releases,
        100 * ALPHA,
        100 * MOST_UPPER);
    printHealthyHead();
    printHealthy(atTheUsualLoads(), releases);
  }

  private void printOtherLoads(int releases) {
    out.printf("%nThe same at other loads:%n%n");
    printHealthyHead();
    printHealthy(atOtherLoads(), releases);
  }

  private void printHealthyHead() {
    out.println("| scenario | " + Slipway.DEFAULT.name() + " | | median seconds to promote |");
    out.println("|---|---|---|---|");
  }

  private void printHealthy(List<Scenario> scenarios, int releases) {
    for (Scenario scenario : scenarios) {
      Tally tally = Tally.of(scenario, List.of(Slipway.DEFAULT), releases).getFirst();
      Share share = tally.rolledBack();
      out.printf(
          Locale.ROOT,
          "| %s | %s | %s | %.0f |%n",
          scenario.name(),
          share,
          met(share),
          tally.medianToPromote().orElse(Double.NaN));
      out.flush();
    }
  }

  private List<Scenario> atTheUsualLoads() {
    List<Scenario> all = new ArrayList<>();
    for (double load : LOADS) {
      all.add(at("AA 100rps", "AA", load));
    }
    all.add(at(INCIDENT, INCIDENT, USUAL_LOAD));
    all.add(at(BURSTS, BURSTS, USUAL_LOAD));
    return all;
  }

  private List<Scenario> atOtherLoads() {
    List<Scenario> all = new ArrayList<>();
    for (String name : List.of(INCIDENT, BURSTS)) {
      for (double load : LOADS) {
        if (load != USUAL_LOAD) {
          all.add(at(name, name, load));
        }
      }
    }
    return all;
  }

  private Scenario at(String scenario, String name, double load) {
    return scenario(scenario).at(String.format(Locale.ROOT, "%s, %.0f rps", name, load), load);
  }

  private Scenario scenario(String name) {
    Scenario scenario = scenarios.get(name);
    if (scenario == null) {
      throw new IllegalArgumentException("There is no scenario \"" + name + "\".");
    }
    return scenario;
  }

  private static String names() {
    return String.join(" | ", OURS.stream().map(Slipway::name).toList());
  }

  /** Whether so many false rollbacks are what is promised. */
  static String met(Share falseRollbacks) {
    if (falseRollbacks.value() <= ALPHA && falseRollbacks.high() >= MOST_UPPER) {
      return "too few releases to tell";
    }
    return met(falseRollbacks.value() <= ALPHA);
  }

  private static String met(boolean met) {
    return met ? "met" : "**missed**";
  }
}
