package dev.slipway.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class OneSampleObjectiveTest {

  @Property(tries = 100)
  void hasAMeanOfExactlyOneAtTheObjective(
      @ForAll @IntRange(min = 1, max = 200) int requests,
      @ForAll @DoubleRange(min = 0.001, max = 0.95) @Scale(3) double objective) {
    OneSampleObjective test = OneSampleObjective.of(objective);
    double mean = 0;
    for (int bad = 0; bad <= requests; bad++) {
      mean +=
          Math.exp(
              NoRegressionProofTest.logBinomial(requests, bad, objective)
                  + test.logEvidence(bad, requests));
    }
    assertThat(mean).isCloseTo(1, within(1e-9));
  }

  @Property(tries = 200)
  void isANumberForAnyCounts(
      @ForAll @LongRange(min = 0, max = 1_000_000_000L) long requests,
      @ForAll @DoubleRange(min = 0, max = 1) double rate,
      @ForAll @DoubleRange(min = 1e-9, max = 0.999) @Scale(9) double objective) {
    long bad = Math.min(requests, Math.round(rate * requests));
    assertThat(OneSampleObjective.of(objective).logEvidence(bad, requests)).isFinite();
  }

  @Test
  void growsWithEveryBadRequest() {
    OneSampleObjective test = OneSampleObjective.of(0.01);
    for (int bad = 1; bad <= 300; bad++) {
      assertThat(test.logEvidence(bad, 300)).isGreaterThan(test.logEvidence(bad - 1, 300));
    }
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> OneSampleObjective.of(0)).hasMessageContaining("between 0 and 1");
    assertThatThrownBy(() -> OneSampleObjective.of(1)).hasMessageContaining("between 0 and 1");
    assertThatThrownBy(() -> OneSampleObjective.of(0.1).logEvidence(4, 3))
        .hasMessageContaining("4 of 3");
    assertThatThrownBy(() -> new DistributionBand(0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> new DistributionBand(0.05).halfWidth(0))
        .hasMessageContaining("at least one request");
    assertThatThrownBy(() -> ProportionConfidence.interval(2, 1, 0.05))
        .hasMessageContaining("2 of 1");
  }
}
