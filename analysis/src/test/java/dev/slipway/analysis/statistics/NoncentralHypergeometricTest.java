package dev.slipway.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

class NoncentralHypergeometricTest {

  @Property(tries = 200)
  void agreesWithSummingWholeNumbers(
      @ForAll @IntRange(min = 0, max = 40) int canary,
      @ForAll @IntRange(min = 0, max = 40) int stable,
      @ForAll @DoubleRange(min = 0, max = 1) double share,
      @ForAll @IntRange(min = 1, max = 2000) int oddsRatio) {
    int bad = (int) Math.round(share * (canary + stable));
    BigInteger sum = BigInteger.ZERO;
    for (int u = Math.max(0, bad - stable); u <= Math.min(bad, canary); u++) {
      sum =
          sum.add(
              choose(canary, u)
                  .multiply(choose(stable, bad - u))
                  .multiply(BigInteger.valueOf(oddsRatio).pow(u)));
    }
    double expected = log(sum);
    assertThat(new NoncentralHypergeometric(canary, stable, bad).logSum(oddsRatio))
        .isCloseTo(expected, within(1e-12 * Math.max(1, expected)));
  }

  @Property(tries = 60)
  void isALawAlsoWhereItIsNotSummed(
      @ForAll @IntRange(min = 3000, max = 12000) int canary,
      @ForAll @IntRange(min = 3000, max = 12000) int stable,
      @ForAll @DoubleRange(min = 0.3, max = 0.7) double share,
      @ForAll @DoubleRange(min = 0.1, max = 10) double oddsRatio) {
    assertThat(logOfAll(canary, stable, Math.round(share * (canary + stable)), oddsRatio))
        .isCloseTo(0, within(1e-12));
  }

  /** As narrow and as lopsided as a law is that is not summed. */
  @Property(tries = 60)
  void isALawAlsoWhereItIsHardlyWide(
      @ForAll @IntRange(min = 600, max = 3000) int canary,
      @ForAll @IntRange(min = 600, max = 100_000) int stable,
      @ForAll @IntRange(min = 400, max = 1200) int bad,
      @ForAll @DoubleRange(min = 0.01, max = 100) @Scale(3) double oddsRatio) {
    assertThat(logOfAll(canary, stable, bad, oddsRatio)).isCloseTo(0, within(1e-12));
  }

  private static double logOfAll(int canary, int stable, long bad, double oddsRatio) {
    NoncentralHypergeometric law = new NoncentralHypergeometric(canary, stable, bad);
    LogSum sum = new LogSum();
    for (long u = Math.max(0, bad - stable); u <= Math.min(bad, canary); u++) {
      sum.add(law.logProbability(u, oddsRatio));
    }
    return sum.value();
  }

  @Property(tries = 200)
  void isSymmetricInTheVersions(
      @ForAll @IntRange(min = 1, max = 100_000) int canary,
      @ForAll @IntRange(min = 1, max = 100_000) int stable,
      @ForAll @DoubleRange(min = 0, max = 1) double canaryShare,
      @ForAll @DoubleRange(min = 0, max = 1) double stableShare,
      @ForAll @DoubleRange(min = 0.001, max = 1000) @Scale(3) double oddsRatio) {
    long canaryBad = Math.round(canaryShare * canary);
    long stableBad = Math.round(stableShare * stable);
    double one =
        new NoncentralHypergeometric(canary, stable, canaryBad + stableBad)
            .logProbability(canaryBad, oddsRatio);
    double other =
        new NoncentralHypergeometric(stable, canary, canaryBad + stableBad)
            .logProbability(stableBad, 1 / oddsRatio);
    assertThat(one).isCloseTo(other, within(1e-10 * Math.max(1, Math.abs(one))));
  }

  private static BigInteger choose(int n, int k) {
    BigInteger chosen = BigInteger.ONE;
    for (int i = 0; i < k; i++) {
      chosen = chosen.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
    }
    return chosen;
  }

  private static double log(BigInteger number) {
    int shift = Math.max(0, number.bitLength() - 900);
    return Math.log(new BigDecimal(number.shiftRight(shift)).doubleValue()) + shift * Math.log(2);
  }
}
