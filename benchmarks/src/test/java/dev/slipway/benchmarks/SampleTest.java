package dev.slipway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SampleTest {

  @Test
  void takesTheMiddleOfAnOddNumber() {
    assertThat(of(30, 10, 20).medianMillis()).isEqualTo(20);
  }

  @Test
  void takesTheMeanOfTheTwoInTheMiddleOfAnEvenNumber() {
    assertThat(of(40, 10, 20, 30).medianMillis()).isEqualTo(25);
  }

  @Test
  void showsMinimumMedianAndMaximum() {
    assertThat(of(5, 1, 3).columns()).isEqualTo("       1.0       3.0       5.0");
  }

  @Test
  void hasNoMedianOfNothing() {
    assertThatThrownBy(() -> of().medianMillis()).hasMessage("nothing was measured");
  }

  private static Sample of(long... millis) {
    Sample sample = new Sample();
    for (long each : millis) {
      sample.add(Duration.ofMillis(each));
    }
    return sample;
  }
}
