package dev.slipway.analysis.statistics;

/**
 * Does the share of requests that one of two versions has got fit its weight? One test a direction.
 *
 * <p>Null of {@link #logTooMuch}: every request goes to the canary with a probability of at most
 * {@code most}, which may vary below it; null of {@link #logTooLittle}: of at least {@code least}.
 * Evidence is the likelihood ratio of {@link OneSampleObjective}, so that one may look after every
 * block. A router that deals requests out in turn deviates less than chance would, which only makes
 * the test more careful.
 *
 * <p>{@code phi} is for clients that stay with a version: where at most so many requests go to one
 * version together, a logarithm of evidence divided by it is still one of an e-process (ANALYSIS.md
 * 2.6).
 */
public final class ShareDeviation {

  private final double most;
  private final double least;
  private final double phi;

  private ShareDeviation(double least, double most, double phi) {
    if (!(least > 0 && least <= most && most < 1 && phi >= 1)) {
      throw new IllegalArgumentException(
          "Shares must lie between 0 and 1 and phi not below 1, but are %s to %s and %s."
              .formatted(least, most, phi));
    }
    this.least = least;
    this.most = most;
    this.phi = phi;
  }

  /**
   * Tolerates odds of the canary that are {@code factor} times as large or as small as those of its
   * weight: 1.5 means 6.9 % to 14.3 % at a weight of 10 %.
   *
   * @param weight 0 to 1, both exclusive
   * @param factor at least 1
   * @param phi at least 1
   */
  public static ShareDeviation from(double weight, double factor, double phi) {
    double odds = weight / (1 - weight);
    return new ShareDeviation(share(odds / factor), share(odds * factor), phi);
  }

  private static double share(double odds) {
    return odds / (1 + odds);
  }

  /** Natural logarithm of the evidence that the canary gets more than is tolerated. */
  public double logTooMuch(long canary, long stable) {
    return OneSampleObjective.of(most).logEvidence(canary, canary + stable) / phi;
  }

  /** Natural logarithm of the evidence that the canary gets less than is tolerated. */
  public double logTooLittle(long canary, long stable) {
    return OneSampleObjective.of(1 - least).logEvidence(stable, canary + stable) / phi;
  }
}
