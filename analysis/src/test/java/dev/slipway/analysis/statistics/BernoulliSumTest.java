package dev.slipway.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

class BernoulliSumTest {

  @Property(tries = 300)
  void isABinomialForEqualTrials(
      @ForAll @IntRange(min = 1_000, max = 10_000_000) int trials,
      @ForAll @DoubleRange(min = 1e-6, max = 0.999) @Scale(6) double share) {
    double mean = Math.rint(trials * share);
    double yes = mean / trials;
    BernoulliSum sum = new BernoulliSum();
    sum.add(trials, yes, 1 - yes);
    if (sum.variance() < BernoulliSum.WIDE) {
      return;
    }
    double exact =
        GammaFunction.logPoissonAtMean(mean)
            + GammaFunction.logPoissonAtMean(trials - mean)
            - GammaFunction.logPoissonAtMean(trials);
    assertThat(sum.logAtMean()).isCloseTo(exact, within(2e-14 * Math.max(1, Math.abs(exact))));
  }

  /** Where the expansion is worst: as narrow as is allowed, and as unlike as can be. */
  @Property(tries = 300)
  void agreesWithItsIntegralForUnequalTrials(
      @ForAll @DoubleRange(min = 0.001, max = 0.999) @Scale(3) double one,
      @ForAll @DoubleRange(min = 0.001, max = 0.999) @Scale(3) double other,
      @ForAll @DoubleRange(min = 0.02, max = 0.98) double part) {
    double few = Math.ceil(part * 400 / (one * (1 - one)));
    double many = Math.ceil((1 - part) * 400 / (other * (1 - other)));
    double mean = Math.rint(few * one + many * other);
    double adjusted = Math.clamp((mean - few * one) / many, 1e-9, 1 - 1e-9);
    BernoulliSum sum = new BernoulliSum();
    sum.add(few, one, 1 - one);
    sum.add(many, adjusted, 1 - adjusted);
    if (sum.variance() < BernoulliSum.WIDE) {
      return;
    }
    assertThat(sum.logAtMean()).isCloseTo(integral(few, one, many, adjusted, mean), within(1e-13));
  }

  /** The inverse Fourier transform by the trapezoidal rule, which is exact for enough points. */
  private static double integral(double few, double one, double many, double other, double mean) {
    int points = 2_000;
    double sum = 0;
    for (int t = -points / 2; t < points / 2; t++) {
      double angle = 2 * Math.PI * t / points;
      double halfSine = Math.sin(angle / 2);
      double lost = 2 * halfSine * halfSine;
      double logModulus =
          0.5 * few * Math.log1p(-2 * one * (1 - one) * lost)
              + 0.5 * many * Math.log1p(-2 * other * (1 - other) * lost);
      double phase =
          few * Math.atan2(one * Math.sin(angle), 1 - one * lost)
              + many * Math.atan2(other * Math.sin(angle), 1 - other * lost)
              - angle * mean;
      sum += Math.exp(logModulus) * Math.cos(phase);
    }
    return Math.log(sum / points);
  }
}
