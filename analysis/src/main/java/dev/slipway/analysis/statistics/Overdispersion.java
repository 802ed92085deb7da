package dev.slipway.analysis.statistics;

import java.util.List;

/**
 * How much more than by chance errors cluster on one side of a split, estimated from a service's
 * history before a release.
 *
 * <p>ANALYSIS.md 2.6 and ANALYSIS-POWER.md C8. The baseline's instances (or session hashes) are
 * split in two fixed halves a and b; over the blocks of seven days, a minute each:
 *
 * <pre>{@code
 * F  = sum (x_a - r X)^2 / sum r (1-r) X (N-X)/(N-1)        r = n_a/N
 * SE = sqrt( sum (num_i - F den_i)^2 ) / sum den_i
 * phi = 1 if F - 2 SE <= 1, else F + SE
 * }</pre>
 *
 * <p>It is known before the release starts, hence predictable. It captures the skew of scrapes and
 * the stickiness of the same pipeline. Not exact for unbounded clusters. Where routing is sticky by
 * design {@link GroupExchangeability} is the sharper test.
 *
 * @param factor F; 1 when errors fall by chance
 * @param standardError SE; 0 or more
 */
public record Overdispersion(double factor, double standardError) {

  public Overdispersion {
    if (!(factor >= 0) || !(standardError >= 0)) {
      throw new IllegalArgumentException(
          "Overdispersion must be 0 or more with an error of 0 or more, but is %s and %s."
              .formatted(factor, standardError));
    }
  }

  /**
   * From history.
   *
   * @param blocks in each, half a in the place of the canary and half b in that of stable; those
   *     without bad requests or without both halves tell nothing
   */
  public static Overdispersion of(List<BadCounts> blocks) {
    double found = 0;
    double expected = 0;
    for (BadCounts block : blocks) {
      found += squaredDeviation(block);
      expected += variance(block);
    }
    if (expected == 0) {
      return new Overdispersion(1, 0);
    }
    double factor = found / expected;
    double squares = 0;
    for (BadCounts block : blocks) {
      double excess = squaredDeviation(block) - factor * variance(block);
      squares += excess * excess;
    }
    return new Overdispersion(factor, Math.sqrt(squares) / expected);
  }

  /** The tempering that the tests need, at least 1. */
  public double phi() {
    return factor - 2 * standardError <= 1 ? 1 : factor + standardError;
  }

  private static double squaredDeviation(BadCounts block) {
    if (!block.comparable()) {
      return 0;
    }
    double share = (double) block.canary() / block.requests();
    double deviation = block.canaryBad() - share * block.bad();
    return deviation * deviation;
  }

  private static double variance(BadCounts block) {
    if (!block.comparable()) {
      return 0;
    }
    double requests = block.requests();
    double share = block.canary() / requests;
    return share * (1 - share) * block.bad() * (requests - block.bad()) / (requests - 1);
  }
}
