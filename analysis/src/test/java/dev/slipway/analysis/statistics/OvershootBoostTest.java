package dev.slipway.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OvershootBoostTest {

  private static final double LOG_BOUND = Math.log(200);

  /** What is cut off at the bound is no longer a reason to hope: the mean stays what it was. */
  @Property(tries = 200)
  void neverExpectsMoreThanItHadBelowTheBound(
      @ForAll @IntRange(min = 1, max = 400) int canary,
      @ForAll @IntRange(min = 1, max = 400) int stable,
      @ForAll @IntRange(min = 0, max = 45) int bad,
      @ForAll @IntRange(min = 0, max = 6) int earlierAtCanary,
      @ForAll @IntRange(min = 0, max = 6) int earlierAtStable,
      @ForAll @IntRange(min = 0, max = 4) int copies,
      @ForAll @DoubleRange(min = 0.1, max = 1) double oddsRatio) {
    OddsRatioProcess process = new OddsRatioProcess(EffectGrid.ERRORS, 1);
    OvershootBoost boost = new OvershootBoost(process, LOG_BOUND);
    MixtureEvidence before =
        process.observe(
            process.start(),
            new BadCounts(50, earlierAtCanary, 450, earlierAtStable),
            Duration.ZERO);
    double evidence = process.logEvidence(before);
    if (evidence >= LOG_BOUND) {
      return; // already stopped
    }
    long all = Math.min(bad, canary + stable);
    Duration begin = Duration.ofMinutes(2L * copies);
    BadCounts anySplit = split(canary, stable, all, Math.max(0, all - stable));
    double logBoost = boost.logBoost(before, 0.1, anySplit, begin);
    assertThat(logBoost).isGreaterThanOrEqualTo(0.1);
    NoncentralHypergeometric law = new NoncentralHypergeometric(canary, stable, all);
    double mean = 0;
    for (long u = Math.max(0, all - stable); u <= Math.min(all, canary); u++) {
      BadCounts counts = split(canary, stable, all, u);
      assertThat(boost.logBoost(before, 0.1, counts, begin)).isEqualTo(logBoost);
      double after = logBoost + process.logEvidence(process.observe(before, counts, begin));
      mean += Math.exp(law.logProbability(u, oddsRatio) + Math.min(LOG_BOUND, after));
    }
    assertThat(mean).isLessThanOrEqualTo(Math.exp(0.1 + evidence) * (1 + 1e-9));
  }

  @Property(tries = 40)
  void neverExpectsMoreUnderThePosteriorOfPodEffects(
      @ForAll @IntRange(min = 12, max = 200) int canary,
      @ForAll @IntRange(min = 12, max = 200) int stable,
      @ForAll @IntRange(min = 1, max = 12) int bad,
      @ForAll @IntRange(min = 0, max = 6) int earlierAtCanary,
      @ForAll @DoubleRange(min = 0.03, max = 0.5) double tau) {
    EffectGrid grid = EffectGrid.ERRORS.withPodEffects(tau);
    OddsRatioProcess process = new OddsRatioProcess(grid, 1);
    OvershootBoost boost = new OvershootBoost(process, LOG_BOUND);
    BadCounts earlier = new BadCounts(50, earlierAtCanary, 450, 2);
    MixtureEvidence before = process.observe(process.start(), earlier, Duration.ZERO);
    double evidence = process.logEvidence(before);
    if (evidence >= LOG_BOUND) {
      return;
    }
    NoncentralHypergeometric earlierLaw =
        new NoncentralHypergeometric(50, 450, earlierAtCanary + 2);
    NoncentralHypergeometric law = new NoncentralHypergeometric(canary, stable, bad);
    double logBoost =
        boost.logBoost(before, 0, split(canary, stable, bad, 0), Duration.ofMinutes(3));
    double weight = 0;
    double mean = 0;
    for (int j = 0; j < grid.spread(); j++) {
      double ratio = Math.exp(grid.node(grid.nullNode(j)));
      double logPosterior =
          grid.logNullWeight(j) + earlierLaw.logProbability(earlierAtCanary, ratio);
      weight += Math.exp(logPosterior);
      for (long u = 0; u <= bad; u++) {
        BadCounts counts = split(canary, stable, bad, u);
        double after =
            logBoost + process.logEvidence(process.observe(before, counts, Duration.ofMinutes(3)));
        mean += Math.exp(logPosterior + law.logProbability(u, ratio) + Math.min(LOG_BOUND, after));
      }
    }
    assertThat(mean / weight).isLessThanOrEqualTo(Math.exp(evidence) * (1 + 1e-9));
  }

  @Test
  void paysOutWhatTheNextErrorWouldOvershoot() {
    OddsRatioProcess process = new OddsRatioProcess(EffectGrid.ERRORS, 1);
    OvershootBoost boost = new OvershootBoost(process, LOG_BOUND);
    MixtureEvidence near =
        process.observe(process.start(), new BadCounts(50, 2, 450, 0), Duration.ZERO);
    assertThat(process.logEvidence(near)).isLessThan(LOG_BOUND).isGreaterThan(Math.log(10));
    assertThat(boost.logBoost(near, 0, new BadCounts(50, 1, 450, 1), Duration.ZERO))
        .isGreaterThan(0.05);
    assertThat(boost.logBoost(process.start(), 0, new BadCounts(50, 1, 450, 0), Duration.ZERO))
        .isZero();
  }

  @Test
  void paysNothingOutWhereItHasNoProof() {
    OddsRatioProcess tempered = new OddsRatioProcess(EffectGrid.ERRORS, 2);
    MixtureEvidence near =
        tempered.observe(tempered.start(), new BadCounts(50, 9, 450, 0), Duration.ZERO);
    BadCounts next = new BadCounts(50, 5, 450, 0);
    assertThat(new OvershootBoost(tempered, 0.1).logBoost(near, 0, next, Duration.ZERO)).isZero();
    assertThatThrownBy(() -> new OvershootBoost(tempered, Double.NaN))
        .hasMessageContaining("must be a number");
  }

  private static BadCounts split(long canary, long stable, long bad, long atCanary) {
    return new BadCounts(canary, atCanary, stable, bad - atCanary);
  }
}
