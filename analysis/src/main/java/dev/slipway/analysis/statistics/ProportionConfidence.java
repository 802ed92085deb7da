package dev.slipway.analysis.statistics;

import java.util.function.DoublePredicate;

/**
 * A share of bad requests with an interval that holds at all times at once: the true share leaves
 * it ever with a probability of at most {@code alpha}.
 *
 * <p>ANALYSIS.md 2.3: all p that a mixture over Beta(1/2, 1/2) has not refuted,
 *
 * <pre>{@code
 * { p : x ln p + (n-x) ln(1-p) > ln B(1/2+x, 1/2+n-x) - ln B(1/2, 1/2) - ln(1/alpha) }
 * }</pre>
 */
public final class ProportionConfidence {

  private static final int HALVINGS = 200;

  private ProportionConfidence() {}

  /**
   * @param bad bad requests so far, 0 to {@code requests}
   * @param requests all requests so far
   * @param alpha above 0 and below 1
   */
  public static Interval interval(long bad, long requests, double alpha) {
    if (bad < 0 || bad > requests || !(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException(
          "Bad requests must lie between 0 and all requests and alpha between 0 and 1, but they are %d of %d and %s."
              .formatted(bad, requests, alpha));
    }
    if (requests == 0) {
      return new Interval(0, 1);
    }
    double good = requests - bad;
    double floor =
        GammaFunction.logBeta(0.5 + bad, 0.5 + good) - Math.log(Math.PI) + Math.log(alpha);
    DoublePredicate possible = p -> logLikelihood((double) bad, good, p) > floor;
    double best = bad / (double) requests;
    return new Interval(
        bad == 0 ? 0 : edge(0, best, possible), good == 0 ? 1 : edge(1, best, possible));
  }

  private static double logLikelihood(double bad, double good, double p) {
    return (bad == 0 ? 0 : bad * Math.log(p)) + (good == 0 ? 0 : good * Math.log1p(-p));
  }

  private static double edge(double impossible, double possible, DoublePredicate isPossible) {
    double outside = impossible;
    double inside = possible;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (outside + inside) / 2;
      if (isPossible.test(middle)) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return inside;
  }
}
