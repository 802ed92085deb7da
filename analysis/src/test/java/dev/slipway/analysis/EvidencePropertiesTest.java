package dev.slipway.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.analysis.SimulatedTraffic.Version;
import dev.slipway.analysis.statistics.BadCounts;
import dev.slipway.analysis.statistics.DifferenceBet;
import dev.slipway.analysis.statistics.EffectGrid;
import dev.slipway.analysis.statistics.MixtureEvidence;
import dev.slipway.analysis.statistics.OddsRatioProcess;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** What holds of the evidence as a whole, whatever is counted. */
class EvidencePropertiesTest {

  private static final AnalysisPlan PLAN =
      new AnalysisPlan(
          0.01,
          1,
          1,
          Duration.ZERO,
          List.of(MetricPlan.errors("errors", 0.005), MetricPlan.latency("latency", 0.05)));

  /**
   * The heart of the promise: stopped when it crosses its bound or after five minutes, the evidence
   * on a canary that is as good as stable is at most 1 on average. Errors with a boost, boundaries,
   * tilt and late copies together, the weight changing.
   */
  @Test
  void ofAHealthyCanaryIsAtMostOneOnAverageWithinItsMonteCarloError() {
    int runs = 300;
    double sum = 0;
    double squares = 0;
    for (int seed = 1; seed <= runs; seed++) {
      double evidence = evidence(stopped(seed));
      // What it has beyond the bound is not needed for the promise, and would blur the average.
      double cut = Math.min(evidence, PLAN.bound());
      sum += cut;
      squares += cut * cut;
    }
    double mean = sum / runs;
    double error = Math.sqrt((squares / runs - mean * mean) / runs);
    assertThat(mean).isLessThan(1 + 3 * error).isGreaterThan(0.2);
    assertThat(error).isLessThan(0.6);
  }

  private static AnalysisState stopped(long seed) {
    AnalysisState state = CanaryAnalysis.start(PLAN);
    SimulatedTraffic traffic = SimulatedTraffic.of(seed, 40, 0.1);
    for (int block = 1; block <= 60 && state.regressedAt().isEmpty(); block++) {
      if (block == 30) {
        traffic = traffic.at(0.5);
        state = CanaryAnalysis.nextStep(state);
      }
      Version both = Version.failing(block % 10 == 0 ? 0.05 : 0.004);
      state = CanaryAnalysis.observe(state, traffic.block(block, both, both));
    }
    return state;
  }

  /** So few requests are not judged by themselves: however they are cut, it is the same block. */
  @Property(tries = 100)
  void doesNotDependOnHowASmallBlockIsSplit(
      @ForAll @IntRange(min = 1, max = 9) int first,
      @ForAll @IntRange(min = 10, max = 200) int rest,
      @ForAll @IntRange(min = 0, max = 1) int canaryBad,
      @ForAll @IntRange(min = 0, max = 5) int stableBad) {
    AnalysisState split =
        CanaryAnalysis.observe(
            CanaryAnalysis.observe(
                CanaryAnalysis.start(PLAN), block(2, arm(first, canaryBad), arm(first, 0))),
            block(5, arm(rest, 0), arm(rest, stableBad)));
    AnalysisState whole =
        CanaryAnalysis.observe(
            CanaryAnalysis.start(PLAN),
            block(5, arm(first + rest, canaryBad), arm(first + rest, stableBad)));
    assertThat(split.comparisons().getFirst().evidence())
        .isEqualTo(whole.comparisons().getFirst().evidence());
    assertThat(evidence(split)).isEqualTo(evidence(whole));
  }

  /** A bet on a difference is a product over requests, so only their sums count. */
  @Property(tries = 200)
  void ofADifferenceIsTheSameForABlockAndItsHalves(
      @ForAll @IntRange(min = 1, max = 5000) int canary,
      @ForAll @IntRange(min = 1, max = 5000) int stable,
      @ForAll @DoubleRange(min = 0, max = 1) double canaryBad,
      @ForAll @DoubleRange(min = 0, max = 1) double stableBad,
      @ForAll @DoubleRange(min = 0.01, max = 0.5) double margin) {
    BadCounts half =
        new BadCounts(canary, (long) (canaryBad * canary), stable, (long) (stableBad * stable));
    for (DifferenceBet bet :
        List.of(DifferenceBet.worseBy(margin), DifferenceBet.notWorseBy(margin))) {
      double halves = 2 * bet.logIncrement(half, 0.01, 0.5);
      double whole = bet.logIncrement(half.plus(half), 0.01, 0.5);
      assertThat(whole).isCloseTo(halves, within(1e-9 * Math.max(1, Math.abs(halves))));
    }
  }

  /** Weights may change in any order: each block is compared by its own split. */
  @Property(tries = 100)
  void doesNotDependOnTheOrderOfWeights(
      @ForAll @IntRange(min = 1, max = 3000) int canary,
      @ForAll @IntRange(min = 1, max = 3000) int stable,
      @ForAll @IntRange(min = 0, max = 20) int bad) {
    BadCounts one = new BadCounts(canary, Math.min(bad, canary), stable, Math.min(3, stable));
    BadCounts other = new BadCounts(stable, Math.min(2, stable), canary, Math.min(bad, canary));
    OddsRatioProcess process = new OddsRatioProcess(EffectGrid.ERRORS, 1);
    double forth = process.logEvidence(both(process, one, other));
    assertThat(process.logEvidence(both(process, other, one)))
        .isCloseTo(forth, within(1e-9 * Math.max(1, Math.abs(forth))));
  }

  private static MixtureEvidence both(OddsRatioProcess process, BadCounts one, BadCounts other) {
    return process.observe(
        process.observe(process.start(), one, Duration.ZERO), other, Duration.ofSeconds(5));
  }

  @Property(tries = 100)
  void isANumberForAllCountsFromOneToAThousandMillion(
      @ForAll @LongRange(min = 1, max = 1_000_000_000L) long canary,
      @ForAll @LongRange(min = 1, max = 1_000_000_000L) long stable,
      @ForAll @DoubleRange(min = 0, max = 1) double canaryBad,
      @ForAll @DoubleRange(min = 0, max = 1) double stableBad) {
    AnalysisState state = CanaryAnalysis.start(PLAN);
    for (int i = 1; i <= 3; i++) {
      state =
          CanaryAnalysis.observe(
              state,
              block(
                  150 * i,
                  arm(canary, (long) (canaryBad * canary)),
                  arm(stable, (long) (stableBad * stable))));
      AnalysisReport report = CanaryAnalysis.report(state);
      assertThat(report.evidence()).isFinite().isNotNegative();
      assertThat(report.metrics()).allMatch(metric -> Double.isFinite(metric.evidence()));
      assertThat(report.verdict()).isEqualTo(CanaryAnalysis.verdict(state));
      assertThat(AnalysisState.decode(state.encode())).isEqualTo(state);
    }
  }

  private static double evidence(AnalysisState state) {
    return CanaryAnalysis.report(state).evidence();
  }

  private static Block block(int end, ArmCounts canary, ArmCounts stable) {
    return new Block(Duration.ofSeconds(end), canary, stable);
  }

  private static ArmCounts arm(long requests, long bad) {
    return new ArmCounts(requests, bad, List.of(requests, bad, bad, bad / 2, bad / 4, bad / 8, 0L));
  }
}
