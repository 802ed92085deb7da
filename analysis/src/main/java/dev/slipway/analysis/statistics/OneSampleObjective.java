package dev.slipway.analysis.statistics;

/**
 * An absolute objective, tested on one version alone: is the share of bad requests above {@code
 * p0}?
 *
 * <p>ANALYSIS.md 2.3. Null: every request is bad with a probability of at most {@code p0}, which
 * may vary below it. Evidence is the likelihood ratio of a Beta mixture over {@code p > p0} with a
 * = 1 and mean {@code 3 p0}:
 *
 * <pre>{@code
 * E = integral over p > p0 of p^x (1-p)^(n-x) dBeta(a,b | p > p0)  /  p0^x (1-p0)^(n-x)
 * }</pre>
 *
 * <p>Proof: each ratio {@code (p/p0)^bad ((1-p)/(1-p0))^good} with p > p0 has a mean of at most 1
 * while the true probability is at most p0, because it increases in the number of bad requests;
 * mixtures and products keep that. Needs the cumulative counts only.
 */
public final class OneSampleObjective {

  private static final double LARGEST_FOR_TRIPLE = 0.3;

  private final double objective;
  private final double a;
  private final double b;

  private OneSampleObjective(double objective, double a, double b) {
    if (!(objective > 0 && objective < 1 && a > 0 && b > 0)) {
      throw new IllegalArgumentException(
          "An objective must lie between 0 and 1, but is " + objective + ".");
    }
    this.objective = objective;
    this.a = a;
    this.b = b;
  }

  /**
   * @param objective acceptable share of bad requests, above 0 and below 1. From 0.3 on the prior's
   *     mean is halfway to 1 instead of three times the objective, which would leave no room.
   */
  public static OneSampleObjective of(double objective) {
    double mean = objective < LARGEST_FOR_TRIPLE ? 3 * objective : (1 + objective) / 2;
    return new OneSampleObjective(objective, 1, (1 - mean) / mean);
  }

  /**
   * Natural logarithm of the evidence that the objective is missed.
   *
   * @param bad bad requests so far, 0 to {@code requests}
   * @param requests all requests so far
   */
  public double logEvidence(long bad, long requests) {
    if (bad < 0 || bad > requests) {
      throw new IllegalArgumentException(
          "Bad requests must lie between 0 and all requests, but are %d of %d."
              .formatted(bad, requests));
    }
    return IncompleteBeta.logUpper(objective, a + bad, b + (requests - bad))
        - IncompleteBeta.logUpper(objective, a, b);
  }
}
