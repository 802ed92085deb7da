package dev.slipway.analysis.statistics;

/**
 * What is known of a service that hardly ever errs: with a few requests a minute the comparison
 * alone needs many errors, but the history says that there should be none.
 *
 * <p>ANALYSIS-POWER.md C5, one sample of the canary, with {@code p0U} twice the highest error rate
 * that a week's windows of 15 minutes have seen:
 *
 * <pre>{@code
 * H = mean_k (p_k/p0U)^x ((1-p_k)/(1-p0U))^(n-x)      p_k = min(0.98, p0U {2, 5, 20, 100, 1000})
 * evidence = min(H, 30 E_err)
 * }</pre>
 *
 * <p>Proof: while the canary's rate is at most p0U the minimum is at most H, an e-process. In an
 * incident that both versions share it is at most {@code 30 E_err}; so with a share of 0.2 a false
 * rollback has a probability of at most 6.8 alpha <em>given an incident</em>. That is why it is
 * only for fewer than {@value #MOST_ERRORS} expected errors in {@value #WINDOW_SECONDS} s and not
 * for services with frequent incidents, and is off unless switched on.
 */
public final class LowTrafficEvidence {

  /** Of the combined evidence; the other shares are scaled to the rest. */
  public static final double SHARE = 0.2;

  static final int WINDOW_SECONDS = 900;
  static final int MOST_ERRORS = 5;

  private static final double LOG_GATE = Math.log(30);
  private static final double[] MULTIPLES = {2, 5, 20, 100, 1000};
  private static final double LARGEST = 0.98;

  private final double usual;

  private LowTrafficEvidence(double usual) {
    if (!(usual > 0 && usual < 0.4)) {
      throw new IllegalArgumentException(
          "The highest usual rate must lie above 0 and below 0.4, but is " + usual + ".");
    }
    this.usual = usual;
  }

  /**
   * @param peakRate highest error rate of a week's windows of 15 minutes, above 0 and below 0.2
   */
  public static LowTrafficEvidence of(double peakRate) {
    return new LowTrafficEvidence(2 * peakRate);
  }

  /**
   * Whether the service is quiet enough for it.
   *
   * @param requestsPerSecond expected of both versions
   * @param rate of errors of a healthy service
   */
  public static boolean fits(double requestsPerSecond, double rate) {
    return requestsPerSecond * rate * WINDOW_SECONDS < MOST_ERRORS;
  }

  /**
   * Natural logarithm of the evidence.
   *
   * @param bad the canary's errors so far
   * @param requests the canary's requests so far
   * @param logComparison natural logarithm of the evidence of the comparison of errors, {@code
   *     E_err}
   */
  public double logEvidence(long bad, long requests, double logComparison) {
    if (bad < 0 || bad > requests) {
      throw new IllegalArgumentException(
          "Bad requests must lie between 0 and all requests, but are %d of %d."
              .formatted(bad, requests));
    }
    LogSum sum = new LogSum();
    for (double multiple : MULTIPLES) {
      double rate = Math.min(LARGEST, usual * multiple);
      sum.add(
          bad * Math.log(rate / usual)
              + (requests - bad) * (Math.log1p(-rate) - Math.log1p(-usual)));
    }
    return Math.min(sum.value() - Math.log(MULTIPLES.length), LOG_GATE + logComparison);
  }
}
