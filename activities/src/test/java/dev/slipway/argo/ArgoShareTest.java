package dev.slipway.argo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The controller's own reckoning, as its pods were seen to be. */
class ArgoShareTest {

  @ParameterizedTest
  @CsvSource({
    // replicas, weight, surging, canary, stable
    "10, 10, true, 1, 9",
    "10, 25, true, 3, 8",
    "10, 25, false, 3, 7",
    "10, 0, true, 0, 10",
    "10, 100, true, 10, 0",
    "3, 50, false, 2, 1",
    "3, 50, true, 2, 2",
    "2, 10, true, 1, 2",
    "2, 50, true, 1, 1",
    "1, 5, true, 1, 1",
    "1, 5, false, 0, 1",
    "4, 99, false, 3, 1"
  })
  void makesTheNearestOfWholePods(
      int replicas, int weight, boolean surging, int canary, int stable) {
    assertThat(ArgoShare.of(replicas, weight, surging)).isEqualTo(new ArgoShare(canary, stable));
  }

  @Test
  void isNothingOfNoPods() {
    assertThat(new ArgoShare(0, 0).percent()).isZero();
    assertThat(new ArgoShare(1, 2).percent()).isBetween(33.3, 33.4);
  }
}
