package dev.slipway.starter.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TimesTest {

  private final Times times = new Times(Instant.parse("2026-03-02T14:05:30Z"), ZoneOffset.UTC);

  @Test
  void saysDurationsInTwoUnitsAtMost() {
    assertThat(Times.words(Duration.ofMillis(440))).isEqualTo("0.4s");
    assertThat(Times.words(Duration.ofSeconds(41))).isEqualTo("41s");
    assertThat(Times.words(Duration.ofSeconds(133))).isEqualTo("2m 13s");
    assertThat(Times.words(Duration.ofMinutes(184))).isEqualTo("3h 04m");
    assertThat(Times.words(Duration.ofHours(51))).isEqualTo("2d 3h");
  }

  @Test
  void neverSaysANegativeDuration() {
    assertThat(Times.words(Duration.ofSeconds(-3))).isEqualTo("0.0s");
  }

  @Test
  void saysHowFarAnInstantIsAway() {
    assertThat(times.relative(Instant.parse("2026-03-02T14:03:20Z")))
        .isEqualTo("14:03:20 (2m 10s ago)");
    assertThat(times.relative(Instant.parse("2026-03-09T14:05:30Z")))
        .isEqualTo("9 Mar 14:05 (in 7d 0h)");
  }

  @Test
  void namesTheYearWhereItIsAnother() {
    assertThat(times.at(Instant.parse("2025-12-31T23:59:00Z"))).isEqualTo("31 Dec 2025 23:59");
  }
}
