package dev.slipway.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.analysis.statistics.Sizing.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizingTest {

  private static final List<Step> STEPS =
      List.of(
          new Step(0.1, Duration.ofMinutes(5)),
          new Step(0.25, Duration.ofMinutes(5)),
          new Step(0.5, Duration.ofMinutes(5)));

  private static final Sizing BUSY = new Sizing(100, 0.001, 100, STEPS);

  /** The figures of ANALYSIS.md 2.7. */
  @Test
  void needsAsManyErrorsAsTheSourceSays() {
    assertThat(BUSY.errorsNeeded(0.1, 2)).isCloseTo(267, within(1.0));
    assertThat(BUSY.errorsNeeded(0.1, 3)).isCloseTo(89, within(1.0));
    assertThat(BUSY.errorsNeeded(0.1, 10)).isCloseTo(14, within(1.0));
    assertThat(BUSY.errorsNeeded(0.5, 2)).isCloseTo(145, within(1.0));
    assertThat(BUSY.errorsNeeded(0.5, 3)).isCloseTo(63, within(1.0));
  }

  @Test
  void findsALargeEffectSoonAndASmallOneLateOrNever() {
    assertThat(BUSY.timeToFind(10).orElseThrow()).isLessThan(Duration.ofMinutes(2));
    assertThat(BUSY.timeToFind(3).orElseThrow())
        .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(15));
    assertThat(BUSY.timeToFind(1.5)).isEmpty();
    assertThat(BUSY.timeToFind(1)).isEmpty();
  }

  @Test
  void saysWhatThisTrafficCanProve() {
    double smallest = BUSY.smallestRatio().orElseThrow();
    assertThat(BUSY.timeToFind(smallest * 1.001)).isPresent();
    assertThat(BUSY.timeToFind(smallest * 0.999)).isEmpty();
    assertThat(BUSY.smallestRate().orElseThrow()).isCloseTo(0.001 * smallest, within(1e-5));
    Sizing quiet = new Sizing(100, 0.001, 1, STEPS);
    assertThat(quiet.smallestRatio().orElseThrow()).isGreaterThan(10 * smallest);
    assertThat(new Sizing(100, 0.001, 1e-6, STEPS).smallestRatio()).isEmpty();
    assertThat(new Sizing(100, 0.001, 100, List.of()).smallestRate()).isEmpty();
  }

  @Test
  void saysHowLongAProofTakes() {
    assertThat(BUSY.timeToProve(0.1, 0.005).orElseThrow().toSeconds()).isBetween(55L, 65L);
    assertThat(BUSY.timeToProve(0.1, 0)).isEmpty();
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> new Sizing(1, 0.1, 1, STEPS)).hasMessageContaining("above 1");
    assertThatThrownBy(() -> new Sizing(100, 0, 1, STEPS)).hasMessageContaining("a rate");
    assertThatThrownBy(() -> new Step(1, Duration.ZERO)).hasMessageContaining("a weight");
    assertThatThrownBy(() -> BUSY.timeToFind(0.5)).hasMessageContaining("1 or more");
    assertThatThrownBy(() -> BUSY.timeToProve(0, 0.1)).hasMessageContaining("between 0 and 1");
  }
}
