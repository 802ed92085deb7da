package dev.slipway.benchmarks.canary;

import dev.slipway.benchmarks.canary.Fleet.BadPod;
import dev.slipway.benchmarks.canary.Fleet.Cold;
import dev.slipway.benchmarks.canary.SimulatedRollout.Ending;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.Baseline;
import dev.slipway.delivery.RolloutPlan;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What is promised of a fresh baseline and of one bad pod, measured on simulated pods with the
 * engine of a rollout.
 */
public final class PodFigures {

  /** Of a service of the usual size: 1, 1, 3, 5 and 9 pods of the canary. */
  private static final int PODS = 10;

  /** Of a large one: 1, 4, 10, 20 and 36 pods of the canary. */
  private static final int MANY_PODS = 40;

  private static final int MINUTE = 60;

  private static final RolloutPlan BESIDE_STABLE = Slipway.unattended(RolloutPlan.DEFAULT);

  /** As a delivery file with {@code baseline: fresh} is read: nothing waits to be warm. */
  private static final RolloutPlan BESIDE_FRESH =
      BESIDE_STABLE
          .withBaseline(Baseline.FRESH)
          .withAnalysis(AnalysisRules.DEFAULT.withWarmUp(Duration.ZERO));

  private final PrintStream out;
  private final int releases;
  private final int fewer;
  private final int few;
  private final Map<String, Scenario> scenarios = ScenarioFile.read();

  private PodFigures(PrintStream out, int releases) {
    this.out = out;
    this.releases = releases;
    this.fewer = Math.max(2, releases / 4);
    this.few = Math.max(2, releases / 10);
  }

  /**
   * @param releases of each scenario that something is promised of, with the seeds 1, 2, 3 and so
   *     on; of the others a quarter, and a tenth where single pods are counted, which takes longer
   */
  public static void print(PrintStream out, int releases) {
    PodFigures figures = new PodFigures(out, releases);
    figures.printHealthyBesideFresh();
    figures.printYoungAndUnlike();
    figures.printBadBesideFresh();
    figures.printLonePods();
    figures.printBadVersions();
  }

  private void printHealthyBesideFresh() {
    out.printf(
        Locale.ROOT,
        "%nHealthy releases beside a fresh baseline, counted at the gateway, pods alike (%d of stable), %d each, seeds 1 to %d: %% [95 %% interval]; goal for those found worse: at most %.1f, upper end below %.1f:%n%n",
        PODS,
        releases,
        releases,
        100 * CanaryFigures.ALPHA,
        100 * CanaryFigures.MOST_UPPER);
    out.println(
        "| scenario | found worse | | given up as nothing came | median seconds to promote |");
    out.println("|---|---|---|---|---|");
    for (String name :
        List.of(
            "AA 1rps",
            "AA 10rps",
            "AA 100rps",
            "AA 1000rps",
            "AA 100rps p=1%",
            "incident both 5% min2-7",
            "bursty common")) {
      PodTally tally = tally(name, Fleet.of(PODS), BESIDE_FRESH, releases);
      Share worse = tally.ended(Ending.ROLLED_BACK);
      out.printf(
          Locale.ROOT,
          "| %s | %s | %s | %s | %s |%n",
          name,
          worse,
          CanaryFigures.met(worse),
          tally.ended(Ending.GIVEN_UP),
          tally.seconds(Ending.PROMOTED));
      out.flush();
    }
  }

  private void printYoungAndUnlike() {
    out.printf(
        "%nThe same where young pods are unlike warm ones, or pods unlike each other, %d each; found worse: %%:%n%n",
        fewer);
    out.println("| healthy, 100 requests/s | beside stable | beside a fresh baseline |");
    out.println("|---|---|---|");
    Fleet alike = Fleet.of(PODS);
    row(
        "each pod 3 times as slow in its first 30 seconds",
        "AA 100rps",
        alike.beginningCold(new Cold(MINUTE / 2, 1, 3)));
    row(
        "each pod 3 times as slow in its first 2 minutes",
        "AA 100rps",
        alike.beginningCold(new Cold(2 * MINUTE, 1, 3)));
    row(
        "each pod 10 times the errors in its first minute",
        "AA 100rps",
        alike.beginningCold(new Cold(MINUTE, 10, 1)));
    row("pods' errors differ by 10 %, at 1 % of errors", "AA 100rps p=1%", alike.differing(0.1));
    row("by 30 %, at 0.1 %", "AA 100rps", alike.differing(0.3));
    row("by 30 %, at 1 %", "AA 100rps p=1%", alike.differing(0.3));
  }

  private void row(String what, String name, Fleet fleet) {
    out.printf(
        "| %s | %s | %s |%n",
        what,
        tally(name, fleet, BESIDE_STABLE, fewer).ended(Ending.ROLLED_BACK),
        tally(name, fleet, BESIDE_FRESH, fewer).ended(Ending.ROLLED_BACK));
    out.flush();
  }

  private void printBadBesideFresh() {
    out.printf(
        "%nIts price: bad canaries, %d each; rolled back %%, median seconds, mean bad requests:%n%n",
        fewer);
    out.println("| scenario | beside stable | beside a fresh baseline |");
    out.println("|---|---|---|");
    for (String name :
        List.of(
            "err .1->1% 100rps", "err 1->2% 100rps", "err .1->100% 100rps", "err .1->1% 10rps")) {
      out.printf(
          "| %s | %s | %s |%n",
          name,
          found(tally(name, Fleet.of(PODS), BESIDE_STABLE, fewer)),
          found(tally(name, Fleet.of(PODS), BESIDE_FRESH, fewer)));
      out.flush();
    }
  }

  private static String found(PodTally tally) {
    return String.format(
        Locale.ROOT,
        "%s, %s s, %.1f",
        tally.ended(Ending.ROLLED_BACK),
        tally.seconds(Ending.ROLLED_BACK),
        tally.meanBad());
  }

  private void printLonePods() {
    out.printf(
        "%nSingle pods are counted, 100 requests/s, beside stable; a pod that was named is deleted after a minute; %d each of 10 pods that are alike, else %d; %%:%n%n",
        releases, few);
    printPodsHead("version is good");
    Fleet usual = Fleet.of(PODS).replacedAfter(MINUTE);
    Fleet large = Fleet.of(MANY_PODS).replacedAfter(MINUTE);
    pods("10 pods of stable, alike, 0.1 % of errors", "AA 100rps", usual);
    pods("alike, 1 %", "AA 100rps p=1%", usual);
    pods("errors differ by 30 %, 1 %", "AA 100rps p=1%", usual.differing(0.3));
    pods("40 pods, alike, 1 %", "AA 100rps p=1%", large);
    pods("40 pods, differ by 30 %, 1 %", "AA 100rps p=1%", large.differing(0.3));
    for (double errors : new double[] {0.05, 0.3, 1}) {
      String fails = String.format(Locale.ROOT, "%.0f %%", 100 * errors);
      pods("one fails at " + fails + ", from 3 pods on", "AA 100rps", bad(usual, 1, errors));
      pods("one fails at " + fails + ", from 4 of 40 on", "AA 100rps", bad(large, 1, errors));
    }
    pods("the only pod at first fails at 30 %", "AA 100rps", bad(usual, 0, 0.3));
    pods(
        "one fails at 30 %, from 4 of 40 on, and nobody deletes it",
        "AA 100rps", bad(Fleet.of(MANY_PODS), 1, 0.3));
  }

  private static Fleet bad(Fleet fleet, int index, double errors) {
    return fleet.with(new BadPod(index, errors, false));
  }

  private void printBadVersions() {
    out.printf("%nThe same where the version is bad, 40 pods of stable, %d each:%n%n", few);
    printPodsHead("version is bad");
    Fleet large = Fleet.of(MANY_PODS).replacedAfter(MINUTE);
    for (String name : List.of("err .1->1% 100rps", "late onset 8min .1->1%")) {
      pods(name + ", in all pods", name, large);
      pods(name + ", 99 % of the requests to one pod", name, large.crowding(0.99));
      pods(name + ", all requests to one pod", name, large.crowding(1));
    }
    for (double errors : new double[] {0.05, 0.3}) {
      String fails = String.format(Locale.ROOT, "%.0f %%", 100 * errors);
      Fleet always = large.with(new BadPod(1, errors, true));
      pods("only one pod is asked for what fails, at " + fails, "AA 100rps", always);
      pods(
          "the same at " + fails + ", and nobody deletes it",
          "AA 100rps",
          always.replacedAfter(-1));
    }
  }

  private void printPodsHead(String which) {
    out.println(
        "| "
            + which
            + " | rolled back | promoted | a person asked | bad pod named | another named | seconds to naming | bad requests |");
    out.println("|---|---|---|---|---|---|---|---|");
  }

  private void pods(String what, String name, Fleet fleet) {
    boolean promised =
        scenario(name).isHealthy() && fleet.equals(Fleet.of(PODS).replacedAfter(MINUTE));
    PodTally tally =
        PodTally.of(scenario(name), fleet, BESIDE_STABLE, true, promised ? releases : few);
    out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | %s | %s | %.1f |%n",
        what,
        tally.ended(Ending.ROLLED_BACK),
        tally.ended(Ending.PROMOTED),
        tally.ended(Ending.HELD),
        tally.namedRightly(),
        tally.namedWrongly(),
        tally.secondsToNaming(),
        tally.meanBad());
    out.flush();
  }

  /** Counted at the gateway, which does not tell pods apart. */
  private PodTally tally(String name, Fleet fleet, RolloutPlan plan, int number) {
    return PodTally.of(scenario(name), fleet, plan, false, number);
  }

  private Scenario scenario(String name) {
    return Objects.requireNonNull(scenarios.get(name), name);
  }
}
