package dev.slipway.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.analysis.SimulatedTraffic.Version;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the analysis is for, on simulated releases: a few failed requests stop a bad canary. */
class DetectionTest {

  private static final AnalysisPlan PLAN =
      new AnalysisPlan(
          0.01,
          1,
          1,
          Duration.ofSeconds(60),
          List.of(MetricPlan.errors("errors", 0.005), MetricPlan.latency("latency", 0.05)));
  private static final int RUNS = 40;

  /** Mean over all runs at a weight of 10 %; each has to be found within 10 minutes. */
  @ParameterizedTest(name = "{0} requests/s, errors {1} -> {2}: {3} bad requests at most")
  @CsvSource({
    "100, 0.001, 0.05, 8",
    "100, 0.001, 0.01, 10",
    "100, 0.001, 1.0, 55",
    "100, 0.01, 0.05, 25",
    "1000, 0.001, 0.05, 30",
    "10, 0.001, 0.05, 8",
  })
  void stopsABadCanaryAfterAHandfulOfFailedRequests(
      double perSecond, double stableRate, double canaryRate, double most) {
    double failed =
        LongStream.range(0, RUNS)
            .mapToDouble(seed -> failedUntilFound(seed, perSecond, stableRate, canaryRate))
            .average()
            .orElseThrow();
    assertThat(failed).isLessThanOrEqualTo(most);
  }

  @Test
  void findsASlowCanaryOnceItHasWarmedUp() {
    List<Double> halfSlower = List.of(0.95, 0.7, 0.29, 0.02, 0.001, 0.00001, 0.0);
    for (long seed = 0; seed < 10; seed++) {
      SimulatedTraffic traffic = SimulatedTraffic.of(seed, 100, 0.1);
      AnalysisState state = CanaryAnalysis.start(PLAN);
      int block = 0;
      while (state.regressedAt().isEmpty()) {
        block++;
        assertThat(block).as("blocks of seed %d", seed).isLessThan(60);
        state =
            CanaryAnalysis.observe(
                state,
                traffic.block(block, new Version(0.001, halfSlower), Version.failing(0.001)));
      }
      assertThat(CanaryAnalysis.report(state).sentence()).startsWith("latency: slower than ");
    }
  }

  @Test
  void rollsNoHealthyCanaryBackInHundredsOfReleases() {
    int rolledBack = 0;
    for (long seed = 0; seed < 300; seed++) {
      rolledBack += ever(seed, 0.001, 0.001) ? 1 : 0;
    }
    assertThat(rolledBack).isZero();
  }

  @Test
  void rollsNoHealthyCanaryBackWhenAnIncidentHitsBoth() {
    int rolledBack = 0;
    for (long seed = 1000; seed < 1150; seed++) {
      rolledBack += ever(seed, 0.001, 0.05) ? 1 : 0;
    }
    assertThat(rolledBack).isZero();
  }

  /** A rollout of 10, 25 and 50 %, 2 minutes each, looked at after every block. */
  private static boolean ever(long seed, double rate, double rateInTheMiddle) {
    AnalysisState state = CanaryAnalysis.start(PLAN);
    int block = 0;
    for (double weight : new double[] {0.1, 0.25, 0.5}) {
      SimulatedTraffic traffic = SimulatedTraffic.of(1_000_003 * seed + block, 100, weight);
      for (int i = 0; i < 24; i++) {
        block++;
        Version version = Version.failing(block > 20 && block < 50 ? rateInTheMiddle : rate);
        state = CanaryAnalysis.observe(state, traffic.block(block, version, version));
      }
      state = CanaryAnalysis.nextStep(state);
    }
    return CanaryAnalysis.report(state).verdict() == Verdict.REGRESSED;
  }

  private static long failedUntilFound(
      long seed, double perSecond, double stableRate, double canaryRate) {
    SimulatedTraffic traffic = SimulatedTraffic.of(seed, perSecond, 0.1);
    AnalysisState state = CanaryAnalysis.start(PLAN);
    long failed = 0;
    for (int i = 1; state.regressedAt().isEmpty(); i++) {
      assertThat(i).as("blocks of seed %d", seed).isLessThan(120);
      Block block = traffic.block(i, Version.failing(canaryRate), Version.failing(stableRate));
      failed += block.canary().errors();
      state = CanaryAnalysis.observe(state, block);
    }
    assertThat(CanaryAnalysis.report(state).verdict()).isEqualTo(Verdict.REGRESSED);
    return failed;
  }
}
