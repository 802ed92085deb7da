package dev.slipway.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class LowTrafficEvidenceTest {

  @Property(tries = 100)
  void hasAMeanOfAtMostOneUpToTwiceTheHighestUsualRate(
      @ForAll @IntRange(min = 1, max = 200) int requests,
      @ForAll @DoubleRange(min = 0.0001, max = 0.19) @Scale(4) double peak,
      @ForAll @DoubleRange(min = 0.01, max = 1) double of) {
    LowTrafficEvidence evidence = LowTrafficEvidence.of(peak);
    double rate = 2 * peak * of;
    double mean = 0;
    for (int bad = 0; bad <= requests; bad++) {
      mean +=
          Math.exp(
              NoRegressionProofTest.logBinomial(requests, bad, rate)
                  + evidence.logEvidence(bad, requests, 1e6));
    }
    assertThat(mean).isLessThanOrEqualTo(1 + 1e-9);
    if (of == 1) {
      assertThat(mean).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void believesNothingThatTheComparisonDoesNotHintAt() {
    LowTrafficEvidence evidence = LowTrafficEvidence.of(0.0015);
    assertThat(evidence.logEvidence(20, 20, Math.log(0.5))).isCloseTo(Math.log(15), within(1e-12));
  }

  @Test
  void isForServicesThatHardlyEverErr() {
    assertThat(LowTrafficEvidence.fits(1, 0.001)).isTrue();
    assertThat(LowTrafficEvidence.fits(10, 0.001)).isFalse();
  }

  @Test
  void refusesAPeakThatIsNoRarity() {
    assertThatThrownBy(() -> LowTrafficEvidence.of(0.3)).hasMessageContaining("below 0.4");
    assertThatThrownBy(() -> LowTrafficEvidence.of(0.01).logEvidence(3, 2, 0))
        .hasMessageContaining("3 of 2");
  }
}
