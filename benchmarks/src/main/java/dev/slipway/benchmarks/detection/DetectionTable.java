package dev.slipway.benchmarks.detection;

import dev.slipway.analysis.AnalysisPlan;
import dev.slipway.analysis.AnalysisState;
import dev.slipway.analysis.Block;
import dev.slipway.analysis.CanaryAnalysis;
import dev.slipway.analysis.MetricHistory;
import dev.slipway.analysis.MetricPlan;
import dev.slipway.analysis.TrafficForecast;
import dev.slipway.analysis.statistics.Sizing;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How many failed requests a bad canary serves until it is found, and how often a healthy one is
 * rolled back, with the delivery file's defaults: without history, and with what a week of it
 * tells. Seeds are 1, 2, 3 and so on.
 */
public final class DetectionTable {

  private static final AnalysisPlan PLAN =
      new AnalysisPlan(
          0.01,
          1,
          1,
          Duration.ofSeconds(60),
          List.of(MetricPlan.errors("errors", 0.005), MetricPlan.latency("latency", 0.05)));

  /** A canary that was not found by then (half an hour) counts as missed. */
  private static final int MOST_BLOCKS = 360;

  private static final int BLOCK_SECONDS = 5;
  private static final double WEIGHT = 0.1;
  private static final double NORMAL = 0.95;

  private record Case(int perSecond, double stable, double canary) {}

  private static final List<Case> CASES =
      List.of(
          new Case(10, 0.001, 0.05),
          new Case(100, 0.001, 0.003),
          new Case(100, 0.001, 0.01),
          new Case(100, 0.001, 0.05),
          new Case(100, 0.001, 1),
          new Case(100, 0.01, 0.02),
          new Case(100, 0.01, 0.05),
          new Case(1000, 0.001, 0.01),
          new Case(1000, 0.001, 0.05));

  /** Minutes of each step of the plan that the forecast is made from. */
  private static final List<Sizing.Step> STEPS =
      List.of(
          new Sizing.Step(0.1, Duration.ofMinutes(5)),
          new Sizing.Step(0.25, Duration.ofMinutes(5)),
          new Sizing.Step(0.5, Duration.ofMinutes(5)));

  private DetectionTable() {}

  /** The same plan with the service's usual rate of errors, latency and traffic. */
  private static AnalysisPlan knowing(int perSecond, double errors) {
    return new AnalysisPlan(
            PLAN.falseRollback(),
            PLAN.attempt(),
            PLAN.phi(),
            PLAN.warmUp(),
            List.of(
                PLAN.metrics().get(0).withHistory(MetricHistory.ofRate(errors)),
                PLAN.metrics()
                    .get(1)
                    .withHistory(MetricHistory.ofBuckets(SimulatedService.BUCKET_SHARES))))
        .withTraffic(new TrafficForecast(perSecond, STEPS));
  }

  /**
   * @param runs of each bad canary
   * @param healthy runs of each healthy one
   */
  public static void print(PrintStream out, int runs, int healthy) {
    out.printf(
        Locale.ROOT,
        "Bound of the evidence: %.0f (alpha 1 %%, first attempt). Weight %.0f %%, blocks of %d s, seeds 1 to %d.%n",
        PLAN.bound(),
        100 * WEIGHT,
        BLOCK_SECONDS,
        runs);
    out.printf(
        Locale.ROOT,
        "%-9s%10s%12s%10s%10s%37s%22s%n",
        "history",
        "requests/s",
        "stable",
        "canary",
        "found",
        "failed requests: mean, median, max",
        "seconds: median, max");
    CASES.forEach(each -> print(out, each, runs, "none", PLAN));
    CASES.forEach(
        each -> print(out, each, runs, "a week", knowing(each.perSecond(), each.stable())));
    out.println();
    out.printf(
        Locale.ROOT,
        "Healthy canaries (10, 25 and 50 %%, 2 minutes each, looked at every 5 s), %d runs each; promised: at most %.2f %%.%n",
        healthy,
        100 / PLAN.bound());
    printHealthy(out, "errors 0.1 % in both", healthy, PLAN, 0.001, 0.001);
    printHealthy(out, "errors 1 % in both", healthy, PLAN, 0.01, 0.01);
    printHealthy(out, "5 % in both for 2 1/2 minutes", healthy, PLAN, 0.001, 0.05);
    printHealthy(out, "0.1 %, with history", healthy, knowing(100, 0.001), 0.001, 0.001);
    printHealthy(out, "1 %, with history", healthy, knowing(100, 0.01), 0.01, 0.01);
    printHealthy(out, "5 % in both, with history", healthy, knowing(100, 0.001), 0.001, 0.05);
  }

  private static void print(
      PrintStream out, Case each, int runs, String history, AnalysisPlan plan) {
    List<Long> failed = new ArrayList<>();
    List<Long> blocks = new ArrayList<>();
    int found = 0;
    for (int seed = 1; seed <= runs; seed++) {
      SimulatedService service = new SimulatedService(seed, each.perSecond());
      AnalysisState state = CanaryAnalysis.start(plan);
      long bad = 0;
      long block = 0;
      while (state.regressedAt().isEmpty() && block < MOST_BLOCKS) {
        block++;
        Block next = service.next(WEIGHT, each.canary(), each.stable());
        bad += next.canary().errors();
        state = CanaryAnalysis.observe(state, next);
      }
      found += state.regressedAt().isPresent() ? 1 : 0;
      failed.add(bad);
      blocks.add(block);
    }
    out.printf(
        Locale.ROOT,
        "%-9s%10d%10.1f %%%8.1f %%%8.0f %%%19.1f%9d%9d%12d%10d%n",
        history,
        each.perSecond(),
        100 * each.stable(),
        100 * each.canary(),
        100.0 * found / runs,
        failed.stream().mapToLong(Long::longValue).average().orElseThrow(),
        median(failed),
        Collections.max(failed),
        BLOCK_SECONDS * median(blocks),
        BLOCK_SECONDS * Collections.max(blocks));
  }

  private static void printHealthy(
      PrintStream out,
      String what,
      int runs,
      AnalysisPlan plan,
      double rate,
      double rateInTheMiddle) {
    int rolledBack = 0;
    for (int seed = 1; seed <= runs; seed++) {
      rolledBack += isEverRolledBack(plan, seed, rate, rateInTheMiddle) ? 1 : 0;
    }
    double share = (double) rolledBack / runs;
    // Wilson's interval: sensible also where nothing was rolled back.
    double z = 1.96;
    double scale = 1 + z * z / runs;
    double middle = (share + z * z / (2 * runs)) / scale;
    double half = z * Math.sqrt(share * (1 - share) / runs + z * z / (4.0 * runs * runs)) / scale;
    out.printf(
        Locale.ROOT,
        "  %-32s%4d rolled back: %.2f %% (%.0f %% interval %.2f to %.2f %%)%n",
        what,
        rolledBack,
        100 * share,
        100 * NORMAL,
        100 * Math.max(0, middle - half),
        100 * (middle + half));
  }

  private static boolean isEverRolledBack(
      AnalysisPlan plan, long seed, double rate, double rateInTheMiddle) {
    SimulatedService service = new SimulatedService(seed, 100);
    AnalysisState state = CanaryAnalysis.start(plan);
    int block = 0;
    for (double weight : new double[] {0.1, 0.25, 0.5}) {
      for (int i = 0; i < 24; i++) {
        block++;
        double both = block > 20 && block < 50 ? rateInTheMiddle : rate;
        state = CanaryAnalysis.observe(state, service.next(weight, both, both));
      }
      state = CanaryAnalysis.nextStep(state);
    }
    return state.regressedAt().isPresent();
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
