package dev.slipway.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverdispersionTest {

  @Test
  void isOneForErrorsThatFallByChance() {
    Overdispersion history = Overdispersion.of(history(1, 7));
    assertThat(history.factor()).isCloseTo(1, within(0.15));
    assertThat(history.phi()).isEqualTo(1);
  }

  @Test
  void isTheSizeOfTheClustersThatStayWithOneSide() {
    Overdispersion history = Overdispersion.of(history(4, 7));
    assertThat(history.factor()).isBetween(3.4, 4.6);
    assertThat(history.phi()).isEqualTo(history.factor() + history.standardError());
  }

  @Test
  void isUndisturbedByABurstThatMeetsBothSides() {
    List<BadCounts> blocks = history(1, 7);
    for (int i = 0; i < 60; i++) {
      Chance chance = new Chance(1000 + i);
      blocks.add(new BadCounts(1000, chance.binomial(1000, 0.4), 1000, chance.binomial(1000, 0.4)));
    }
    assertThat(Overdispersion.of(blocks).phi()).isEqualTo(1);
  }

  @Test
  void staysAtOneWithoutHistory() {
    assertThat(Overdispersion.of(List.of())).isEqualTo(new Overdispersion(1, 0));
    assertThat(Overdispersion.of(List.of(new BadCounts(0, 0, 5, 3), new BadCounts(5, 0, 5, 0))))
        .isEqualTo(new Overdispersion(1, 0));
    assertThat(new Overdispersion(1, 0).phi()).isEqualTo(1);
  }

  @Test
  void temperesOnlyWhenClusteringIsBeyondItsError() {
    assertThat(new Overdispersion(1.4, 0.21).phi()).isEqualTo(1);
    assertThat(new Overdispersion(1.4, 0.19).phi()).isCloseTo(1.59, within(1e-12));
    assertThatThrownBy(() -> new Overdispersion(Double.NaN, 0)).hasMessageContaining("NaN");
  }

  @Test
  void measuresTheSpreadOfInstances() {
    Chance chance = new Chance(3);
    long[] alike = new long[40];
    long[] unlike = new long[40];
    for (int i = 0; i < alike.length; i++) {
      alike[i] = chance.binomial(1_000_000, 0.001);
      unlike[i] = chance.binomial(1_000_000, 0.001 * Math.exp(0.3 * chance.normal()));
    }
    assertThat(PodSpread.of(alike)).isLessThan(0.03);
    assertThat(PodSpread.of(unlike)).isBetween(0.2, 0.4);
    assertThat(PodSpread.between(0.3, 2, 18))
        .isCloseTo(0.3 * Math.sqrt(0.5 + 1 / 18.0), within(1e-12));
  }

  @Test
  void isCautiousAboutTheSpreadOfFewInstances() {
    assertThat(PodSpread.of(900, 1100)).isGreaterThan(0.5);
    assertThatThrownBy(() -> PodSpread.of(5)).hasMessageContaining("two or more");
    assertThatThrownBy(() -> PodSpread.of(5, 0)).hasMessageContaining("take a longer time");
    assertThatThrownBy(() -> PodSpread.between(0.1, 0, 1)).hasMessageContaining("at least one");
  }

  private static List<BadCounts> history(int cluster, long seed) {
    Chance chance = new Chance(seed);
    List<BadCounts> blocks = new ArrayList<>();
    for (int minute = 0; minute < 3000; minute++) {
      blocks.add(
          new BadCounts(
              2000,
              cluster * chance.binomial(2000 / cluster, 0.002),
              3000,
              cluster * chance.binomial(3000 / cluster, 0.002)));
    }
    return blocks;
  }
}
