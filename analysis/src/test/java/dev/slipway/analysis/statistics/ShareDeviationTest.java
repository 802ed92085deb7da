package dev.slipway.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShareDeviationTest {

  private static final double ONE_IN_A_MILLION = Math.log(1e6);

  @Property(tries = 100)
  void hasAMeanOfOneAtTheEdgeOfWhatIsTolerated(
      @ForAll @IntRange(min = 1, max = 150) int requests,
      @ForAll @DoubleRange(min = 0.01, max = 0.95) double weight) {
    ShareDeviation test = ShareDeviation.from(weight, 1, 1);
    double tooMuch = 0;
    double tooLittle = 0;
    for (int canary = 0; canary <= requests; canary++) {
      double chance = NoRegressionProofTest.logBinomial(requests, canary, weight);
      tooMuch += Math.exp(chance + test.logTooMuch(canary, requests - canary));
      tooLittle += Math.exp(chance + test.logTooLittle(canary, requests - canary));
    }
    assertThat(tooMuch).isCloseTo(1, within(1e-9));
    assertThat(tooLittle).isCloseTo(1, within(1e-9));
  }

  @Test
  void findsAWeightThatIsNotObeyed() {
    ShareDeviation tenth = ShareDeviation.from(0.1, 1.5, 1);

    assertThat(tenth.logTooMuch(60, 60)).isGreaterThan(ONE_IN_A_MILLION);
    assertThat(tenth.logTooLittle(0, 250)).isGreaterThan(ONE_IN_A_MILLION);
    assertThat(tenth.logTooMuch(0, 250)).isNegative();
    assertThat(ShareDeviation.from(0.25, 1.5, 1).logTooLittle(100, 900))
        .isGreaterThan(ONE_IN_A_MILLION);
  }

  @Test
  void neverObjectsToAChanceThatIsAsTheWeightSays() {
    Random random = new Random(7);
    for (double weight : new double[] {0.01, 0.1, 0.5, 0.9}) {
      ShareDeviation test = ShareDeviation.from(weight, 1.5, 1);
      for (int run = 0; run < 20; run++) {
        long canary = 0;
        for (int requests = 1; requests <= 20_000; requests++) {
          canary += random.nextDouble() < weight ? 1 : 0;
          if (requests % 100 == 0) {
            assertThat(test.logTooMuch(canary, requests - canary)).isLessThan(ONE_IN_A_MILLION);
            assertThat(test.logTooLittle(canary, requests - canary)).isLessThan(ONE_IN_A_MILLION);
          }
        }
      }
    }
  }

  @Test
  void countsRequestsThatGoTogetherForLess() {
    assertThat(ShareDeviation.from(0.1, 1.5, 4).logTooMuch(60, 60))
        .isCloseTo(ShareDeviation.from(0.1, 1.5, 1).logTooMuch(60, 60) / 4, within(1e-12));
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> ShareDeviation.from(0, 1.5, 1))
        .hasMessageContaining("between 0 and 1");
    assertThatThrownBy(() -> ShareDeviation.from(1, 1.5, 1))
        .hasMessageContaining("between 0 and 1");
    assertThatThrownBy(() -> ShareDeviation.from(0.5, 1.5, 0)).hasMessageContaining("phi");
  }
}
