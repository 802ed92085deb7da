package dev.slipway.benchmarks.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrawsTest {

  private static final int MANY = 100_000;

  /** Both ways to draw, and both sides of a half. */
  @ParameterizedTest(name = "{0} times {1}")
  @CsvSource({
    "5, 0.3",
    "50, 0.001",
    "5000, 0.001",
    "200, 0.3",
    "5000, 0.62",
    "450, 0.97",
    "1000000, 0.2"
  })
  void drawsBinomialNumbersWithTheirMeanAndVariance(long n, double p) {
    Draws draws = new Draws(1);
    double mean = n * p;
    double deviation = Math.sqrt(mean * (1 - p));
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < MANY; i++) {
      long drawn = draws.binomial(n, p);
      assertThat(drawn).isBetween(0L, n);
      sum += drawn - mean;
      squares += (drawn - mean) * (drawn - mean);
    }
    assertThat(sum / MANY).isCloseTo(0, within(4 * deviation / Math.sqrt(MANY)));
    assertThat(squares / MANY / (deviation * deviation)).isCloseTo(1, within(0.05));
  }

  @ParameterizedTest
  @CsvSource({"0.05", "5", "50", "5000"})
  void drawsPoissonNumbersWithTheirMeanAndVariance(double mean) {
    Draws draws = new Draws(1);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < MANY; i++) {
      long drawn = draws.poisson(mean);
      sum += drawn - mean;
      squares += (drawn - mean) * (drawn - mean);
    }
    assertThat(sum / MANY).isCloseTo(0, within(4 * Math.sqrt(mean / MANY)));
    assertThat(squares / MANY / mean).isCloseTo(1, within(0.06));
  }

  @Test
  void drawsTheWholeLawOfASmallBinomialNumberByRejectionToo() {
    Draws draws = new Draws(3);
    int n = 40;
    double p = 0.3;
    int[] seen = new int[n + 1];
    for (int i = 0; i < MANY; i++) {
      seen[(int) draws.binomial(n, p)]++;
    }
    double term = Math.pow(1 - p, n);
    for (int k = 0; k <= n; k++) {
      double deviation = Math.sqrt(term * (1 - term) / MANY);
      assertThat((double) seen[k] / MANY)
          .as("%d", k)
          .isCloseTo(term, within(4.5 * deviation + 1e-4));
      term *= (double) (n - k) / (k + 1) * p / (1 - p);
    }
  }

  @Test
  void drawsClustersOfTheirMeanSize() {
    Draws draws = new Draws(1);
    double sum = 0;
    for (int i = 0; i < MANY; i++) {
      sum += draws.geometric(4);
    }
    assertThat(sum / MANY).isCloseTo(4, within(0.05));
  }

  @Test
  void givesTheSameForTheSameSeedAndAnotherForAnother() {
    assertThat(Draws.seed(1, 2, 3))
        .isEqualTo(Draws.seed(1, 2, 3))
        .isNotEqualTo(Draws.seed(1, 3, 2));
    assertThat(new Draws(7).binomial(1000, 0.5)).isEqualTo(new Draws(7).binomial(1000, 0.5));
  }

  @Test
  void knowsTheNormalLaw() {
    assertThat(NormalLaw.above(0)).isEqualTo(0.5);
    assertThat(NormalLaw.above(1.959963984540054)).isCloseTo(0.025, within(1e-15));
    assertThat(NormalLaw.above(-1.2815515655446004)).isCloseTo(0.9, within(1e-14));
    assertThat(NormalLaw.above(6)).isCloseTo(9.865876450376946e-10, within(1e-22));
    assertThat(NormalLaw.above(4.999999)).isCloseTo(NormalLaw.above(5.000001), within(1e-11));
  }
}
