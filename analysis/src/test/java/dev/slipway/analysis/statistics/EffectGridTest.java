package dev.slipway.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Pod effects in the null: ANALYSIS-POWER.md C1. */
class EffectGridTest {

  /** The effect of the instances is drawn once and stays; the second block sees late copies. */
  @Property(tries = 25)
  void keepsAMeanOfExactlyOneWhenOnlyTheInstancesDiffer(
      @ForAll @DoubleRange(min = 0.02, max = 0.6) double tau,
      @ForAll @IntRange(min = 1, max = 20) int canary,
      @ForAll @IntRange(min = 1, max = 60) int stable,
      @ForAll @IntRange(min = 0, max = 8) int firstBad,
      @ForAll @IntRange(min = 0, max = 8) int secondBad,
      @ForAll @DoubleRange(min = 0, max = 0.4) double margin) {
    EffectGrid grid = EffectGrid.ERRORS.withPodEffects(tau).withMargin(margin);
    OddsRatioProcess process = new OddsRatioProcess(grid, 1);
    long first = Math.min(firstBad, canary + stable);
    long second = Math.min(secondBad, canary + stable);
    NoncentralHypergeometric firstLaw = new NoncentralHypergeometric(canary, stable, first);
    NoncentralHypergeometric secondLaw = new NoncentralHypergeometric(canary, stable, second);
    double mean = 0;
    for (long u = Math.max(0, first - stable); u <= Math.min(first, canary); u++) {
      MixtureEvidence once =
          process.observe(
              process.start(), new BadCounts(canary, u, stable, first - u), Duration.ZERO);
      for (long v = Math.max(0, second - stable); v <= Math.min(second, canary); v++) {
        MixtureEvidence twice =
            process.observe(
                once, new BadCounts(canary, v, stable, second - v), Duration.ofMinutes(5));
        double evidence = process.logEvidence(twice);
        for (int j = 0; j < grid.spread(); j++) {
          double ratio = Math.exp(grid.node(grid.nullNode(j)));
          mean +=
              Math.exp(
                  grid.logNullWeight(j)
                      + firstLaw.logProbability(u, ratio)
                      + secondLaw.logProbability(v, ratio)
                      + evidence);
        }
      }
    }
    assertThat(mean).isCloseTo(1, within(1e-9));
  }

  @Property(tries = 40)
  void hasAMeanOfAtMostOneForABetterCanaryWhenOnlyTheFirstCopyRuns(
      @ForAll @DoubleRange(min = 0.02, max = 0.6) double tau,
      @ForAll @IntRange(min = 1, max = 40) int canary,
      @ForAll @IntRange(min = 1, max = 40) int stable,
      @ForAll @IntRange(min = 0, max = 20) int bad,
      @ForAll @DoubleRange(min = 0.05, max = 1) double better) {
    EffectGrid grid = EffectGrid.LATENCY.withPodEffects(tau);
    OddsRatioProcess process = new OddsRatioProcess(grid, 1);
    long all = Math.min(bad, canary + stable);
    NoncentralHypergeometric law = new NoncentralHypergeometric(canary, stable, all);
    double mean = 0;
    for (long u = Math.max(0, all - stable); u <= Math.min(all, canary); u++) {
      double evidence =
          process.logEvidence(
              process.observe(
                  process.start(), new BadCounts(canary, u, stable, all - u), Duration.ZERO));
      for (int j = 0; j < grid.spread(); j++) {
        double ratio = better * Math.exp(grid.node(grid.nullNode(j)));
        mean += Math.exp(grid.logNullWeight(j) + law.logProbability(u, ratio) + evidence);
      }
    }
    assertThat(mean).isLessThanOrEqualTo(1 + 1e-9);
  }

  @Test
  void leavesAnEffectOfTheInstancesOutThatIsTooSmallToMatter() {
    EffectGrid none = EffectGrid.ERRORS.withPodEffects(0.019);
    assertThat(none.spread()).isEqualTo(1);
    assertThat(none).hasToString(EffectGrid.ERRORS.toString());
  }

  @Test
  void takesNoDifferenceOfInstancesForARegressionButARealOneStill() {
    OddsRatioProcess plain = new OddsRatioProcess(EffectGrid.ERRORS, 1);
    OddsRatioProcess allowing = new OddsRatioProcess(EffectGrid.ERRORS.withPodEffects(0.25), 1);
    BadCounts slightlyWorse = new BadCounts(10_000, 135, 10_000, 100);
    BadCounts threeTimes = new BadCounts(10_000, 300, 10_000, 100);
    assertThat(logEvidence(plain, slightlyWorse, 5)).isGreaterThan(Math.log(100));
    assertThat(logEvidence(allowing, slightlyWorse, 5)).isLessThan(Math.log(10));
    assertThat(logEvidence(allowing, threeTimes, 3)).isGreaterThan(Math.log(100));
  }

  @Test
  void refusesWhatHasNoProof() {
    assertThatThrownBy(() -> new OddsRatioProcess(EffectGrid.ERRORS.withPodEffects(0.1), 2))
        .hasMessageContaining("allow for them by a margin");
    assertThatThrownBy(() -> EffectGrid.ERRORS.withPodEffects(3)).hasMessageContaining("0 and 2");
    assertThatThrownBy(() -> EffectGrid.ERRORS.withMargin(-1)).hasMessageContaining("0 and 3");
    assertThatThrownBy(() -> EffectGrid.ERRORS.withWeights(1, 2)).hasMessageContaining("8 weights");
  }

  private static double logEvidence(OddsRatioProcess process, BadCounts counts, int blocks) {
    MixtureEvidence evidence = process.start();
    for (int i = 0; i < blocks; i++) {
      evidence = process.observe(evidence, counts, Duration.ofSeconds(5L * i));
    }
    return process.logEvidence(evidence);
  }
}
