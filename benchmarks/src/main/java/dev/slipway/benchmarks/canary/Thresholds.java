package dev.slipway.benchmarks.canary;

/**
 * The two checks that Flagger has built in and that the documentation of Argo Rollouts shows: a
 * share of successes and a 99th percentile, each against a fixed number.
 *
 * @param leastSuccess share of requests that must not fail, 0 to 1
 * @param longest milliseconds that the 99th percentile may take
 */
record Thresholds(double leastSuccess, double longest) {

  /** No requests are no success: both tools take "no value" for a failed check. */
  boolean areMetBy(Served canary) {
    return canary.requests() > 0
        && canary.successRate() >= leastSuccess
        && quantile(canary, 0.99) <= longest;
  }

  /**
   * As Prometheus' {@code histogram_quantile}: linear within the bucket; beyond the last boundary
   * that boundary.
   *
   * @return milliseconds; NaN without requests
   */
  static double quantile(Served served, double share) {
    if (served.requests() == 0) {
      return Double.NaN;
    }
    double rank = share * served.requests();
    double lower = 0;
    long below = 0;
    for (int i = 0; i < served.boundaries(); i++) {
      double upper = Scenario.BOUNDARIES.get(i);
      long within = served.requests() - served.slower(i);
      if (within >= rank) {
        return within == below
            ? upper
            : lower + (upper - lower) * (rank - below) / (within - below);
      }
      lower = upper;
      below = within;
    }
    return lower;
  }
}
