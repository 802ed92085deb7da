package dev.slipway.analysis.statistics;

/**
 * A bet on the difference of two shares, {@code pc - pb}, in points: by how much a block multiplies
 * the stake.
 *
 * <p>ANALYSIS.md 2.1 (worse) and 2.4 (not worse). With the realised share {@code rho = nc/n} and a
 * guess {@code m} of the common rate that is known before the block, each request wins or loses
 * {@code lambda} times {@code (bad - m)/rho} at the canary and {@code -(bad - m)/(1-rho)} at the
 * baseline, shifted by the margin.
 *
 * <p>Proof: the mean of the block's factor is {@code exp(n [rho ln(1 + lambda((pc-m)/rho - d)) +
 * (1-rho) ln(1 - lambda((pb-m)/(1-rho) + d))])}, which by Jensen's inequality is at most {@code (1
 * + lambda (pc - pb - d))^n <= 1} while {@code pc - pb <= d}; the same with all signs turned.
 * {@code m} may be any number fixed before the block; a good guess only makes the bet win faster.
 */
public final class DifferenceBet {

  /** Keeps the stake finite where the null is impossible anyway, as with a margin of 1. */
  private static final double LEAST_EXPOSURE = 0.05;

  private final double direction;
  private final double margin;

  private DifferenceBet(double direction, double margin) {
    if (!(margin >= 0 && margin <= 1)) {
      throw new IllegalArgumentException(
          "A margin must lie between 0 and 1 (0.005 is half a point), but is " + margin + ".");
    }
    this.direction = direction;
    this.margin = margin;
  }

  /** Bets that the canary is worse by more than {@code margin}; null: {@code pc - pb <= margin}. */
  public static DifferenceBet worseBy(double margin) {
    return new DifferenceBet(1, margin);
  }

  /** Bets that the canary is not worse by that much; null: {@code pc - pb >= margin}. */
  public static DifferenceBet notWorseBy(double margin) {
    return new DifferenceBet(-1, margin);
  }

  /**
   * Natural logarithm of the factor of one block.
   *
   * @param counts of a block in which both versions served requests
   * @param rate {@code m}, from earlier blocks only, 0 to 1
   * @param boldness share of the largest stake that can never lose everything, above 0 and below 1
   */
  public double logIncrement(BadCounts counts, double rate, double boldness) {
    if (!counts.comparable() || !(rate >= 0 && rate <= 1) || !(boldness > 0 && boldness < 1)) {
      throw new IllegalArgumentException(
          "A bet needs requests of both versions, a rate from 0 to 1 and a boldness between 0 and 1, but has %s, %s and %s."
              .formatted(counts, rate, boldness));
    }
    double share = (double) counts.canary() / counts.requests();
    double lambda = boldness / exposure(rate, share);
    return win(counts.canaryBad(), lambda * toll((1 - rate) / share))
        + win(counts.canary() - counts.canaryBad(), lambda * toll(-rate / share))
        + win(counts.stableBad(), lambda * toll(-(1 - rate) / (1 - share)))
        + win(counts.stable() - counts.stableBad(), lambda * toll(rate / (1 - share)));
  }

  /** What one request gains for a full stake, the margin paid. */
  private double toll(double gain) {
    return direction * (gain - margin);
  }

  private static double win(long requests, double gain) {
    return requests == 0 ? 0 : requests * Math.log1p(gain);
  }

  /** The largest loss of one request for a full stake. */
  private double exposure(double rate, double share) {
    double loss =
        direction > 0
            ? Math.max((1 - rate) / (1 - share), rate / share) + margin
            : Math.max((1 - rate) / share, rate / (1 - share)) - margin;
    return Math.max(LEAST_EXPOSURE, loss);
  }
}
