package dev.slipway.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class OddsRatioProcessTest {

  private static final List<EffectGrid> GRIDS = List.of(EffectGrid.ERRORS, EffectGrid.LATENCY);

  @Property(tries = 60)
  void hasAMeanOfExactlyOneWhenTheVersionsAreEqual(
      @ForAll @IntRange(min = 1, max = 60) int canary,
      @ForAll @IntRange(min = 1, max = 60) int stable,
      @ForAll @DoubleRange(min = 0, max = 1) double badShare) {
    long bad = Math.round(badShare * (canary + stable));
    for (EffectGrid grid : GRIDS) {
      assertThat(meanEvidence(new OddsRatioProcess(grid, 1), canary, stable, bad, 1))
          .isCloseTo(1, within(1e-10));
    }
  }

  @Property(tries = 60)
  void hasAMeanOfAtMostOneWhenTheCanaryIsBetterOrTheTestIsTempered(
      @ForAll @IntRange(min = 1, max = 60) int canary,
      @ForAll @IntRange(min = 1, max = 60) int stable,
      @ForAll @IntRange(min = 0, max = 60) int bad,
      @ForAll @DoubleRange(min = 0.01, max = 1) double oddsRatio,
      @ForAll @DoubleRange(min = 1, max = 8) double phi) {
    for (EffectGrid grid : GRIDS) {
      assertThat(
              meanEvidence(
                  new OddsRatioProcess(grid, phi),
                  canary,
                  stable,
                  Math.min(bad, canary + stable),
                  oddsRatio))
          .isLessThanOrEqualTo(1 + 1e-10);
    }
  }

  @Test
  void keepsAMeanOfOneWhenLateCopiesStartAndTheWeightChanges() {
    OddsRatioProcess process = new OddsRatioProcess(EffectGrid.ERRORS, 1);
    double mean = 0;
    for (int first = 0; first <= 3; first++) {
      for (int second = 0; second <= 4; second++) {
        MixtureEvidence evidence =
            process.observe(
                process.start(), new BadCounts(10, first, 40, 3 - first), Duration.ZERO);
        evidence =
            process.observe(
                evidence, new BadCounts(30, second, 30, 4 - second), Duration.ofMinutes(5));
        mean +=
            Math.exp(
                new NoncentralHypergeometric(10, 40, 3).logProbability(first, 1)
                    + new NoncentralHypergeometric(30, 30, 4).logProbability(second, 1)
                    + process.logEvidence(evidence));
      }
    }
    assertThat(mean).isCloseTo(1, within(1e-10));
  }

  @Test
  void keepsAMeanOfAtMostOneOverManyBlocksWithinItsMonteCarloError() {
    OddsRatioProcess process = new OddsRatioProcess(EffectGrid.LATENCY, 1);
    int runs = 4000;
    double sum = 0;
    double squares = 0;
    for (int run = 0; run < runs; run++) {
      Chance chance = new Chance(run);
      MixtureEvidence evidence = process.start();
      for (int block = 0; block < 12; block++) {
        double rate = block % 4 == 0 ? 0.3 : 0.05;
        evidence =
            process.observe(
                evidence,
                new BadCounts(20, chance.binomial(20, rate), 80, chance.binomial(80, rate)),
                Duration.ofSeconds(30L * block));
      }
      double value = Math.exp(process.logEvidence(evidence));
      sum += value;
      squares += value * value;
    }
    double mean = sum / runs;
    double error = Math.sqrt((squares / runs - mean * mean) / runs);
    assertThat(mean).isLessThan(1 + 3 * error).isGreaterThan(0.5);
    assertThat(error).isLessThan(0.1);
  }

  @Property(tries = 100)
  void growsWithTheCanarysShareOfTheBadRequests(
      @ForAll @IntRange(min = 1, max = 500) int canary,
      @ForAll @IntRange(min = 1, max = 500) int stable,
      @ForAll @IntRange(min = 1, max = 40) int bad) {
    OddsRatioProcess process = new OddsRatioProcess(EffectGrid.ERRORS, 1);
    double before = Double.NEGATIVE_INFINITY;
    for (int of = Math.max(0, bad - stable); of <= Math.min(bad, canary); of++) {
      double evidence = logEvidence(process, new BadCounts(canary, of, stable, bad - of));
      assertThat(evidence).isGreaterThanOrEqualTo(before);
      before = evidence;
    }
  }

  @Property(tries = 200)
  void isANumberForAnyCounts(
      @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long canary,
      @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long stable,
      @ForAll @DoubleRange(min = 0, max = 1) double canaryBad,
      @ForAll @DoubleRange(min = 0, max = 1) double stableBad) {
    BadCounts counts =
        new BadCounts(
            canary,
            Math.min(canary, Math.round(canaryBad * canary)),
            stable,
            Math.min(stable, Math.round(stableBad * stable)));
    for (EffectGrid grid : GRIDS) {
      OddsRatioProcess process = new OddsRatioProcess(grid, 1);
      MixtureEvidence evidence = process.observe(process.start(), counts, Duration.ZERO);
      assertThat(process.logEvidence(evidence)).isFinite();
      Interval interval = process.confidence(evidence, 0.05);
      assertThat(interval.low()).isNotNaN();
      assertThat(interval.high()).isNotNaN();
    }
  }

  @Test
  void findsALateRegressionThatTheFirstCopyAloneWouldHardlySee() {
    OddsRatioProcess process = new OddsRatioProcess(EffectGrid.ERRORS, 1);
    MixtureEvidence healthy = process.start();
    for (int block = 0; block < 120; block++) {
      healthy =
          process.observe(healthy, new BadCounts(125, 1, 375, 3), Duration.ofSeconds(5L * block));
    }
    MixtureEvidence withoutCopies = new MixtureEvidence(healthy.logLikelihood(), List.of());
    MixtureEvidence ill = healthy;
    MixtureEvidence illWithoutCopies = withoutCopies;
    for (int block = 0; block < 3; block++) {
      BadCounts counts = new BadCounts(125, 6, 375, 3);
      ill = process.observe(ill, counts, Duration.ofMinutes(10));
      illWithoutCopies = process.observe(illWithoutCopies, counts, Duration.ZERO);
    }
    assertThat(process.logEvidence(ill)).isGreaterThan(Math.log(100));
    assertThat(process.logEvidence(illWithoutCopies)).isLessThan(Math.log(100));
  }

  @Test
  void staysAsItIsWhenThereIsNothingToCompare() {
    OddsRatioProcess process = new OddsRatioProcess(EffectGrid.ERRORS, 1);
    MixtureEvidence before =
        process.observe(process.start(), new BadCounts(50, 3, 450, 1), Duration.ZERO);
    assertThat(process.observe(before, new BadCounts(0, 0, 450, 450), Duration.ofHours(1)))
        .isEqualTo(before);
    assertThat(process.observe(before, new BadCounts(50, 50, 0, 0), Duration.ofHours(1)))
        .isEqualTo(before);
  }

  @Test
  void coversTheTrueRatioAtAllTimesWithItsConfidence() {
    OddsRatioProcess process = new OddsRatioProcess(EffectGrid.ERRORS, 1);
    double trueRatio = 3;
    double[] weights = {0.1, 0.25, 0.5};
    int runs = 200;
    int missed = 0;
    for (int run = 0; run < runs; run++) {
      Chance chance = new Chance(run);
      MixtureEvidence evidence = process.start();
      boolean ever = false;
      for (int block = 0; block < 60; block++) {
        double odds = 0.02 * (1 + Math.sin(block / 5.0) / 2);
        long canary = Math.round(400 * weights[block / 20]);
        double worse = odds * trueRatio / (1 + odds * trueRatio);
        evidence =
            process.observe(
                evidence,
                new BadCounts(
                    canary,
                    chance.binomial(canary, worse),
                    400 - canary,
                    chance.binomial(400 - canary, odds / (1 + odds))),
                Duration.ofSeconds(5L * block));
        ever |= !process.confidence(evidence, 0.05).contains(trueRatio);
      }
      missed += ever ? 1 : 0;
    }
    assertThat(missed).isLessThanOrEqualTo(runs * 5 / 100);
  }

  @Test
  void narrowsTheRatioDownAsRequestsComeIn() {
    OddsRatioProcess process = new OddsRatioProcess(EffectGrid.ERRORS, 1);
    MixtureEvidence evidence = process.start();
    List<Interval> intervals = new ArrayList<>();
    for (int block = 0; block < 200; block++) {
      evidence = process.observe(evidence, new BadCounts(500, 10, 500, 5), Duration.ZERO);
      intervals.add(process.confidence(evidence, 0.05));
    }
    assertThat(intervals.getFirst().low()).isLessThan(1);
    assertThat(intervals.getLast().low()).isBetween(1.7, 2.02);
    assertThat(intervals.getLast().high()).isBetween(2.02, 2.5);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> new OddsRatioProcess(EffectGrid.ERRORS, Double.NaN))
        .hasMessage("Phi must be at least 1, but is NaN.");
    assertThatThrownBy(() -> new BadCounts(3, 4, 5, 0))
        .hasMessageContaining("the canary has 4 of 3");
    assertThatThrownBy(() -> new NoncentralHypergeometric(3, 4, 8))
        .hasMessageContaining("canary 3, stable 4, bad 8");
    assertThatThrownBy(() -> new NoncentralHypergeometric(3, 4, 5).logProbability(2, 0))
        .hasMessageContaining("above 0");
    assertThatThrownBy(() -> new NoncentralHypergeometric(3, 4, 5).logProbability(4, 1))
        .hasMessageContaining("between 1 and 3");
  }

  private static double meanEvidence(
      OddsRatioProcess process, long canary, long stable, long bad, double oddsRatio) {
    NoncentralHypergeometric law = new NoncentralHypergeometric(canary, stable, bad);
    double mean = 0;
    for (long of = Math.max(0, bad - stable); of <= Math.min(bad, canary); of++) {
      mean +=
          Math.exp(
              law.logProbability(of, oddsRatio)
                  + logEvidence(process, new BadCounts(canary, of, stable, bad - of)));
    }
    return mean;
  }

  private static double logEvidence(OddsRatioProcess process, BadCounts counts) {
    return process.logEvidence(process.observe(process.start(), counts, Duration.ZERO));
  }
}
