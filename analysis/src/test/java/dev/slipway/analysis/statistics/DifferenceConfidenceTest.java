package dev.slipway.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DifferenceConfidenceTest {

  private static final DifferenceConfidence CONFIDENCE = new DifferenceConfidence(1);

  @Test
  void coversTheTrueDifferenceAtAllTimesWithItsConfidence() {
    double[] weights = {0.1, 0.25, 0.5};
    int runs = 200;
    int missed = 0;
    for (int run = 0; run < runs; run++) {
      Chance chance = new Chance(run);
      Doubles evidence = CONFIDENCE.start();
      BadCounts seen = BadCounts.NONE;
      boolean ever = false;
      for (int block = 0; block < 60; block++) {
        double rate = 0.02 + 0.01 * Math.sin(block / 5.0);
        long canary = Math.round(400 * weights[block / 20]);
        BadCounts counts =
            new BadCounts(
                canary,
                chance.binomial(canary, rate + 0.01),
                400 - canary,
                chance.binomial(400 - canary, rate));
        evidence = CONFIDENCE.observe(evidence, counts, seen);
        seen = seen.plus(counts);
        ever |= !CONFIDENCE.interval(evidence, 0.05).contains(0.01);
      }
      missed += ever ? 1 : 0;
    }
    // 99.9 % quantile of Binomial(200, 0.05)
    assertThat(missed).isLessThanOrEqualTo(21);
  }

  @Test
  void narrowsTheDifferenceDownOnBothSides() {
    Doubles evidence = CONFIDENCE.start();
    BadCounts seen = new BadCounts(500, 10, 500, 5);
    for (int block = 0; block < 200; block++) {
      BadCounts counts = new BadCounts(500, 10, 500, 5);
      evidence = CONFIDENCE.observe(evidence, counts, seen);
      seen = seen.plus(counts);
    }
    Interval interval = CONFIDENCE.interval(evidence, 0.05);
    assertThat(interval.low()).isBetween(0.001, 0.01);
    assertThat(interval.high()).isBetween(0.01, 0.02);
    assertThat(CONFIDENCE.interval(exchanged(), 0.05).high()).isBetween(-0.01, -0.001);
  }

  @Test
  void knowsNothingBeforeItHasSeenAnything() {
    assertThat(CONFIDENCE.interval(CONFIDENCE.start(), 0.05)).isEqualTo(new Interval(-1, 1));
    assertThat(CONFIDENCE.observe(CONFIDENCE.start(), new BadCounts(50, 50, 50, 0), BadCounts.NONE))
        .isEqualTo(CONFIDENCE.start());
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> CONFIDENCE.interval(CONFIDENCE.start(), 0))
        .hasMessageContaining("between 0 and 1");
    assertThatThrownBy(() -> new DifferenceConfidence(0.5)).hasMessageContaining("at least 1");
  }

  private static Doubles exchanged() {
    Doubles evidence = CONFIDENCE.start();
    BadCounts counts = new BadCounts(500, 5, 500, 10);
    for (int block = 0; block < 200; block++) {
      evidence = CONFIDENCE.observe(evidence, counts, counts);
    }
    return evidence;
  }
}
