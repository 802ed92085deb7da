package dev.slipway.benchmarks.canary;

/** The standard normal distribution. */
final class NormalLaw {

  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
  private static final double TAIL_FROM = 5;
  private static final int FRACTIONS = 60;

  private NormalLaw() {}

  /** Probability of more than {@code z}, to 1e-14 or better of its own size in the upper tail. */
  static double above(double z) {
    if (z < 0) {
      return 1 - above(-z);
    }
    return z < TAIL_FROM ? 0.5 - density(z) * series(z) : density(z) / fraction(z);
  }

  private static double density(double z) {
    return Math.exp(-z * z / 2 - HALF_LOG_TWO_PI);
  }

  /** {@code z + z^3/3 + z^5/(3 5) + ...}: all terms are positive, nothing cancels. */
  private static double series(double z) {
    double sum = z;
    double term = z;
    for (int k = 3; term > 1e-17 * sum; k += 2) {
      term *= z * z / k;
      sum += term;
    }
    return sum;
  }

  /** Laplace's continued fraction {@code z + 1/(z + 2/(z + 3/(z + ...)))}. */
  private static double fraction(double z) {
    double value = z;
    for (int k = FRACTIONS; k >= 1; k--) {
      value = z + k / value;
    }
    return value;
  }
}
