package dev.slipway.analysis.statistics;

/**
 * The upper part of the beta integral, {@code integral from p to 1 of t^(a-1) (1-t)^(b-1) dt}, in
 * units of {@code p^a (1-p)^b}.
 *
 * <p>The unit is what makes it exact: in a likelihood ratio against {@code p} the powers cancel in
 * advance, also when the integral itself is far smaller than any double.
 */
final class IncompleteBeta {

  private static final double CONVERGED = 1e-15;
  private static final int MOST_TERMS = 20_000_000;
  private static final double TINY = 1e-300;

  private IncompleteBeta() {}

  /** Its natural logarithm; a, b > 0 and 0 < p < 1. */
  static double logUpper(double p, double a, double b) {
    double q = 1 - p;
    if (p * (a + b + 2) >= a + 1) {
      return Math.log(continuedFraction(q, b, a)) - Math.log(b);
    }
    double whole = logBetaInUnits(p, q, a, b);
    double lower = Math.log(continuedFraction(p, a, b)) - Math.log(a);
    return whole + Math.log1p(-Math.exp(Math.min(0, lower - whole)));
  }

  /** {@code ln B(a,b) - a ln p - b ln q}, as deviances, so that large counts do not cancel. */
  private static double logBetaInUnits(double p, double q, double a, double b) {
    double sum = a + b;
    return GammaFunction.deviance(a, sum * p)
        + GammaFunction.deviance(b, sum * q)
        + GammaFunction.HALF_LOG_TWO_PI
        - 0.5 * Math.log(a * (b / sum))
        + GammaFunction.stirlingError(a)
        + GammaFunction.stirlingError(b)
        - GammaFunction.stirlingError(sum);
  }

  /** Of {@code I_x(a,b) = x^a (1-x)^b / (a B(a,b)) * fraction}, by Lentz's method. */
  private static double continuedFraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / away(1 - (a + b) * x / (a + 1));
    double fraction = d;
    for (int m = 1; m < MOST_TERMS; m++) {
      double even = m * (b - m) * x / ((a + 2.0 * m - 1) * (a + 2.0 * m));
      d = 1 / away(1 + even * d);
      c = away(1 + even / c);
      fraction *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1));
      d = 1 / away(1 + odd * d);
      c = away(1 + odd / c);
      double factor = d * c;
      fraction *= factor;
      if (Math.abs(factor - 1) <= CONVERGED) {
        break;
      }
    }
    return fraction;
  }

  private static double away(double fromZero) {
    return Math.abs(fromZero) < TINY ? TINY : fromZero;
  }
}
