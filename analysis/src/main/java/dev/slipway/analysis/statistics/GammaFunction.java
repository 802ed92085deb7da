package dev.slipway.analysis.statistics;

/**
 * Logarithms of factorials and what is built of them, by Stirling's formula with its error kept
 * apart.
 *
 * <p>After C. Loader, <em>Fast and Accurate Computation of Binomial Probabilities</em> (2000):
 * written as a deviance plus small corrections, the logarithm of a probability loses no digits to
 * the cancellation of huge factorials, so that counts of a thousand million are as exact as counts
 * of ten.
 */
final class GammaFunction {

  static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private static final int SERIES_FROM = 16;
  private static final double[] SMALL = smallErrors();

  private GammaFunction() {}

  /**
   * {@code ln Gamma(x) - [(x - 1/2) ln x - x + ln(2 pi)/2]} for x > 0, by its asymptotic series
   * from 16 on and by {@code error(x) = error(x+1) + (x + 1/2) ln(1 + 1/x) - 1} below.
   */
  static double stirlingError(double x) {
    if (x >= SERIES_FROM) {
      return series(x);
    }
    int whole = (int) x;
    return whole == x ? SMALL[whole] : steppedUp(x);
  }

  /** {@code ln B(a, b)} for a, b > 0. */
  static double logBeta(double a, double b) {
    double sum = a + b;
    return (a - 0.5) * Math.log(a / sum)
        + (b - 0.5) * Math.log(b / sum)
        - 0.5 * Math.log(sum)
        + HALF_LOG_TWO_PI
        + stirlingError(a)
        + stirlingError(b)
        - stirlingError(sum);
  }

  /** {@code ln C(n, k)} for whole 0 <= k <= n, exact also where k is far smaller than n. */
  static double logBinomial(double n, double k) {
    double few = Math.min(k, n - k);
    if (few == 0) {
      return 0;
    }
    double many = n - few;
    return -few * Math.log(few / n)
        - many * Math.log1p(-few / n)
        - HALF_LOG_TWO_PI
        - 0.5 * Math.log(few * (many / n))
        + stirlingError(n)
        - stirlingError(few)
        - stirlingError(many);
  }

  /**
   * {@code x ln(x/m) + m - x} for x >= 0 and m > 0, without loss of digits near x = m (Loader's
   * {@code bd0}).
   */
  static double deviance(double x, double m) {
    if (x == 0) {
      return m;
    }
    double difference = x - m;
    if (Math.abs(difference) < 0.1 * (x + m)) {
      return devianceNearby(x, difference, difference / (x + m));
    }
    return x * Math.log(x / m) - difference;
  }

  /**
   * {@code ln(m^x e^-m / x!)}: the logarithm of a Poisson probability, for a whole x >= 0 and a
   * mean m > 0.
   */
  static double logPoisson(double x, double m) {
    if (x == 0) {
      return -m;
    }
    return logPoissonAtMean(x) - deviance(x, m);
  }

  /** The same where the mean is x itself: the part of it that does not depend on the mean. */
  static double logPoissonAtMean(double x) {
    return x == 0 ? 0 : -stirlingError(x) - HALF_LOG_TWO_PI - 0.5 * Math.log(x);
  }

  private static double devianceNearby(double x, double difference, double ratio) {
    double sum = difference * ratio;
    double term = 2 * x * ratio;
    double square = ratio * ratio;
    for (int j = 3; ; j += 2) {
      term *= square;
      double next = sum + term / j;
      if (next == sum) {
        return next;
      }
      sum = next;
    }
  }

  private static double series(double x) {
    double square = x * x;
    return (1.0 / 12
            - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / square) / square) / square)
                / square)
        / x;
  }

  private static double steppedUp(double x) {
    double error = 0;
    double at = x;
    while (at < SERIES_FROM) {
      error += (at + 0.5) * Math.log1p(1 / at) - 1;
      at++;
    }
    return error + series(at);
  }

  private static double[] smallErrors() {
    double[] errors = new double[SERIES_FROM];
    for (int n = 1; n < SERIES_FROM; n++) {
      errors[n] = steppedUp(n);
    }
    return errors;
  }
}
