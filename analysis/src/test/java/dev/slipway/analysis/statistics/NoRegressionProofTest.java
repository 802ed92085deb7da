package dev.slipway.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NoRegressionProofTest {

  private static final BadCounts EARLIER = new BadCounts(100, 1, 900, 9);

  /**
   * Where a boundary lies near the median the smallest of the source's stakes is ten times too
   * bold: its bets lose on both versions being alike. Two smaller ones find what they never find;
   * where errors are rare they cost little.
   */
  @Test
  void provesABoundaryNearTheMedianThatTheSourcesStakesNeverProve() {
    NoRegressionProof proof = NoRegressionProof.ofLatency(0.02, 1);
    int runs = 20;
    assertThat(proven(proof.withStakes(NoRegressionProof.FIVE_STAKES), runs, 0.5, 0.5, 120))
        .isZero();
    assertThat(proven(proof, runs, 0.5, 0.5, 120)).isGreaterThan(runs * 8 / 10);
  }

  @Test
  void costsLittleWhereErrorsAreRare() {
    NoRegressionProof proof = NoRegressionProof.ofErrors(0.005, 1);
    int runs = 20;
    int with = proven(proof, runs, 0.1, 0.001, 40);
    int without = proven(proof.withStakes(NoRegressionProof.FIVE_STAKES), runs, 0.1, 0.001, 40);
    assertThat(with).isGreaterThanOrEqualTo(without - 2);
  }

  /**
   * Of healthy releases at 100 requests/s, how many are proven within a number of blocks of 5 s.
   */
  private static int proven(
      NoRegressionProof proof, int runs, double weight, double rate, int blocks) {
    int proven = 0;
    for (int run = 0; run < runs; run++) {
      Chance chance = new Chance(run);
      NoRegressionEvidence evidence = proof.start();
      BadCounts seen = BadCounts.NONE;
      for (int block = 0; block < blocks && !proof.proves(evidence); block++) {
        long canary = chance.binomial(500, weight);
        BadCounts counts =
            new BadCounts(
                canary,
                chance.binomial(canary, rate),
                500 - canary,
                chance.binomial(500 - canary, rate));
        evidence = proof.observe(evidence, counts, seen);
        seen = seen.plus(counts);
      }
      proven += proof.proves(evidence) ? 1 : 0;
    }
    return proven;
  }

  @Property(tries = 60)
  void hasAMeanOfAtMostOneWhenTheCanaryIsWorseByTheTolerance(
      @ForAll @IntRange(min = 1, max = 25) int canary,
      @ForAll @IntRange(min = 1, max = 25) int stable,
      @ForAll @DoubleRange(min = 0, max = 0.9) double stableRate,
      @ForAll @DoubleRange(min = 0, max = 0.1) double tolerance,
      @ForAll @DoubleRange(min = 0, max = 1) double assumed) {
    long assumedBad = Math.round(assumed * 1000);
    BadCounts earlier = new BadCounts(1000, assumedBad, 0, 0);
    NoRegressionProof proof = NoRegressionProof.ofErrors(tolerance, 1);
    double mean = 0;
    for (int xc = 0; xc <= canary; xc++) {
      for (int xb = 0; xb <= stable; xb++) {
        NoRegressionEvidence evidence =
            proof.observe(proof.start(), new BadCounts(canary, xc, stable, xb), earlier);
        mean +=
            binomial(canary, xc, stableRate + tolerance)
                * binomial(stable, xb, stableRate)
                * Math.exp(proof.logEvidence(evidence));
      }
    }
    assertThat(mean).isLessThanOrEqualTo(1 + 1e-9);
  }

  @Test
  void provesAHealthyCanaryAfterAboutTheRequestsThatTheSourceNames() {
    NoRegressionProof proof = NoRegressionProof.ofErrors(0.002, 1);
    NoRegressionEvidence evidence = proof.start();
    BadCounts seen = EARLIER;
    while (!proof.proves(evidence)) {
      BadCounts block = new BadCounts(250, 0, 250, 0);
      evidence = proof.observe(evidence, block, seen);
      seen = seen.plus(block);
    }
    assertThat(evidence.canaryRequests()).isBetween(1000L, 4000L);
  }

  @Test
  void neverProvesACanaryThatIsWorseThanTheTolerance() {
    NoRegressionProof proof = NoRegressionProof.ofErrors(0.005, 1);
    int proven = 0;
    for (int run = 0; run < 200; run++) {
      Chance chance = new Chance(run);
      NoRegressionEvidence evidence = proof.start();
      BadCounts seen = EARLIER;
      boolean ever = false;
      for (int block = 0; block < 60; block++) {
        BadCounts counts =
            new BadCounts(250, chance.binomial(250, 0.016), 250, chance.binomial(250, 0.01));
        evidence = proof.observe(evidence, counts, seen);
        seen = seen.plus(counts);
        ever |= proof.proves(evidence);
      }
      proven += ever ? 1 : 0;
    }
    assertThat(proven).isLessThanOrEqualTo(10);
  }

  @Test
  void betsNothingBeforeItHasAGuessOfTheRate() {
    NoRegressionProof proof = NoRegressionProof.ofErrors(0.005, 1);
    NoRegressionEvidence evidence =
        proof.observe(proof.start(), new BadCounts(50, 0, 450, 0), BadCounts.NONE);
    assertThat(evidence).isEqualTo(proof.start());
  }

  @Test
  void asksForMoreInTheTailOfTheLatency() {
    BadCounts block = new BadCounts(500, 0, 500, 0);
    BadCounts tail = new BadCounts(1000, 1, 1000, 1);
    NoRegressionProof errors = NoRegressionProof.ofErrors(0.05, 1);
    NoRegressionProof latency = NoRegressionProof.ofLatency(0.05, 1);
    NoRegressionProof finer = NoRegressionProof.ofErrors(0.05 * 0.2, 1);
    assertThat(latency.observe(latency.start(), block, tail))
        .isEqualTo(finer.observe(finer.start(), block, tail))
        .isNotEqualTo(errors.observe(errors.start(), block, tail));
  }

  @Test
  void neverProvesWithoutATolerance() {
    NoRegressionProof proof = NoRegressionProof.ofErrors(0, 1);
    NoRegressionEvidence evidence = proof.start();
    for (int block = 0; block < 100; block++) {
      evidence = proof.observe(evidence, new BadCounts(500, 0, 500, 0), EARLIER);
    }
    assertThat(proof.proves(evidence)).isFalse();
  }

  @Property(tries = 300)
  void isANumberForAnyCountsAndTolerance(
      @ForAll @IntRange(min = 1) int canary,
      @ForAll @IntRange(min = 1) int stable,
      @ForAll @DoubleRange(min = 0, max = 1) double canaryRate,
      @ForAll @DoubleRange(min = 0, max = 1) double stableRate,
      @ForAll @DoubleRange(min = 0, max = 1) double earlierRate,
      @ForAll @DoubleRange(min = 0, max = 1) double tolerance) {
    BadCounts counts =
        new BadCounts(canary, (long) (canaryRate * canary), stable, (long) (stableRate * stable));
    BadCounts earlier = new BadCounts(1_000_000, (long) (earlierRate * 1_000_000), 0, 0);
    NoRegressionProof proof = NoRegressionProof.ofLatency(tolerance, 1);
    assertThat(proof.logEvidence(proof.observe(proof.start(), counts, earlier))).isFinite();
  }

  @Test
  void refusesATolerancePastAll() {
    assertThatThrownBy(() -> NoRegressionProof.ofErrors(1.5, 1))
        .hasMessageContaining("between 0 and 1");
    assertThatThrownBy(() -> DifferenceBet.worseBy(-0.1)).hasMessageContaining("half a point");
    assertThatThrownBy(
            () -> DifferenceBet.worseBy(0.1).logIncrement(new BadCounts(0, 0, 5, 1), 0.1, 0.5))
        .hasMessageContaining("requests of both versions");
  }

  static double binomial(int n, int k, double p) {
    return Math.exp(logBinomial(n, k, p));
  }

  static double logBinomial(int n, int k, double p) {
    return GammaFunction.logBinomial(n, k)
        + (k == 0 ? 0 : k * Math.log(p))
        + (k == n ? 0 : (n - k) * Math.log1p(-p));
  }
}
