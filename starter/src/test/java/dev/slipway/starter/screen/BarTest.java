package dev.slipway.starter.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BarTest {

  @Test
  void isHalfFullOnTheLogarithmicScaleAtTheRootOfTheBound() {
    assertThat(full(Bar.logarithmic(10, 100, Paint.PLAIN))).isEqualTo(12);
  }

  @Test
  void isEmptyWithoutEvidence() {
    assertThat(full(Bar.logarithmic(1, 100, Paint.PLAIN))).isZero();
    assertThat(full(Bar.logarithmic(0.02, 100, Paint.PLAIN))).isZero();
  }

  @Test
  void isFullOnlyAtTheBound() {
    assertThat(full(Bar.logarithmic(99.9, 100, Paint.PLAIN))).isEqualTo(23);
    assertThat(full(Bar.logarithmic(250, 100, Paint.PLAIN))).isEqualTo(24);
  }

  @Test
  void showsTheSmallestShare() {
    assertThat(full(Bar.of(0.001, Paint.PLAIN))).isEqualTo(1);
  }

  private static long full(Line bar) {
    return bar.toString().chars().filter(one -> one == '█').count();
  }
}
