package dev.slipway.analysis.statistics;

import java.util.List;

/**
 * Van der Waerden's scores: how slow a bucket is, on the scale on which the service's own history
 * would be a normal distribution.
 *
 * <p>ANALYSIS-POWER.md C4: {@code s_b = (phi(z_{b-1}) - phi(z_b)) / P_b}, P_b the bucket's share in
 * history and z the normal quantiles of the shares up to it, cut to [-3, 4]. A bucket that history
 * never saw gets the limit, its z. They increase with the bucket, and are frozen before the
 * release.
 */
public final class BucketScores {

  private static final double LOWEST = -3;
  private static final double HIGHEST = 4;
  private static final double FARTHEST = 9;

  private BucketScores() {}

  /**
   * @param shares of history in each bucket, from the fastest; 0 or more, some above 0; their sum
   *     does not matter
   */
  public static Doubles of(List<Double> shares) {
    double sum = 0;
    for (double share : shares) {
      if (!(share >= 0 && share < Double.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "A bucket's share must be 0 or more, but is " + share + ".");
      }
      sum += share;
    }
    if (!(sum > 0)) {
      throw new IllegalArgumentException("History must have requests in at least one bucket.");
    }
    double[] scores = new double[shares.size()];
    double cumulative = 0;
    double before = -FARTHEST;
    for (int b = 0; b < scores.length; b++) {
      cumulative += shares.get(b);
      double next = quantile(Math.min(1, cumulative / sum));
      double share = shares.get(b) / sum;
      double score = share > 0 ? (density(before) - density(next)) / share : next;
      scores[b] = Math.clamp(score, LOWEST, HIGHEST);
      before = next;
    }
    return Doubles.of(scores);
  }

  private static double density(double z) {
    return Math.abs(z) >= FARTHEST ? 0 : Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  }

  /** By halving: the distribution function increases. */
  private static double quantile(double probability) {
    double low = -FARTHEST;
    double high = FARTHEST;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (cumulative(middle) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /**
   * {@code 1/2 + phi(z) (z + z^3/3 + z^5/(3 5) + ...)}; of small ones only about 16 digits matter.
   */
  private static double cumulative(double z) {
    double term = z;
    double sum = z;
    for (int odd = 3; Math.abs(term) > 1e-18 * Math.abs(sum); odd += 2) {
      term *= z * z / odd;
      sum += term;
    }
    return 0.5 + Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI) * sum;
  }
}
