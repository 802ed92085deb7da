package dev.slipway.analysis.statistics;

/**
 * A band around an empirical distribution function that holds at all times and at every value at
 * once, for display.
 *
 * <p>ANALYSIS.md 2.2, after Howard and Ramdas (the time-uniform Dvoretzky-Kiefer-Wolfowitz
 * inequality, as in their own code):
 *
 * <pre>{@code
 * P(ever, anywhere: |Fn - F| > 0.85 sqrt((ln(1 + ln n) + C) / n)) <= alpha
 * C: the smallest with  min over eta of 4 exp(-g C) (1 + 1/((g-1) ln eta)) <= alpha,   g = (2/eta) (0.85 - sqrt(2 (eta-1)/C))^2
 * }</pre>
 *
 * <p>As a detector it is two to three times slower than {@link OddsRatioEvidence}, as it ignores
 * that tails vary little.
 */
public final class DistributionBand {

  private static final double FACTOR = 0.85;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final double constant;

  /**
   * @param alpha above 0, at most 0.5
   */
  public DistributionBand(double alpha) {
    if (!(alpha > 0 && alpha <= 0.5)) {
      throw new IllegalArgumentException(
          "Alpha must be above 0 and at most 0.5, but is " + alpha + ".");
    }
    double tooSmall = 3;
    double enough = 20 - 3 * Math.log(alpha);
    for (int i = 0; i < 60; i++) {
      double middle = (tooSmall + enough) / 2;
      if (smallestBound(middle) <= alpha) {
        enough = middle;
      } else {
        tooSmall = middle;
      }
    }
    constant = enough;
  }

  /** The constant {@code C}. */
  public double constant() {
    return constant;
  }

  /** Half the width of the band after {@code requests >= 1} observations. */
  public double halfWidth(long requests) {
    if (requests < 1) {
      throw new IllegalArgumentException("A band needs at least one request.");
    }
    return FACTOR * Math.sqrt((Math.log1p(Math.log((double) requests)) + constant) / requests);
  }

  /** Golden section over {@code ln(eta - 1)}; the bound falls and then rises. */
  private static double smallestBound(double constant) {
    double low = Math.log(1e-6);
    double high = Math.log(FACTOR * FACTOR * constant / 2);
    while (high - low > 1e-9) {
      double left = high - GOLDEN * (high - low);
      double right = low + GOLDEN * (high - low);
      if (bound(constant, Math.exp(left)) <= bound(constant, Math.exp(right))) {
        high = right;
      } else {
        low = left;
      }
    }
    return bound(constant, Math.exp((low + high) / 2));
  }

  private static double bound(double constant, double excess) {
    double root = FACTOR - Math.sqrt(2 * excess / constant);
    double g = 2 / (1 + excess) * root * root;
    return root <= 0 || g <= 1
        ? Double.MAX_VALUE
        : 4 * Math.exp(-g * constant) * (1 + 1 / ((g - 1) * Math.log1p(excess)));
  }
}
