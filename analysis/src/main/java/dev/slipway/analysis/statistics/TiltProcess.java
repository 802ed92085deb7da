package dev.slipway.analysis.statistics;

import java.time.Duration;
import java.util.List;

/**
 * Is the canary's histogram shifted to its slow end? The e-process of {@link BucketTilt} with a
 * mixture over tilts and late copies.
 */
public final class TiltProcess {

  private final BucketTilt tilt;
  private final EffectMixture mixture;
  private final EffectGrid grid;
  private final double phi;

  /**
   * @param grid of tilts, such as {@link EffectGrid#TILT}
   * @param phi tempering, 1 for none; not together with pod effects
   */
  public TiltProcess(BucketTilt tilt, EffectGrid grid, double phi) {
    if (!(phi >= 1) || (phi > 1 && grid.hasPodEffects())) {
      throw new IllegalArgumentException(
          "Phi must be at least 1, and 1 with pod effects, but is " + phi + ".");
    }
    this.tilt = tilt;
    this.grid = grid;
    this.phi = phi;
    this.mixture = new EffectMixture(grid, EffectMixture.FIRST_SHARE);
  }

  /** Nothing gathered yet. */
  public MixtureEvidence start() {
    return mixture.start();
  }

  /**
   * Continues with a block.
   *
   * @param canary the canary's requests in each bucket, from the fastest; when it or stable has
   *     none, nothing changes
   * @param begin of the block since the analysis began
   */
  public MixtureEvidence observe(
      MixtureEvidence before, List<Long> canary, List<Long> stable, Duration begin) {
    if (isEmpty(canary) || isEmpty(stable)) {
      return before;
    }
    BucketTilt.Likelihood likelihood = tilt.likelihood(canary, stable);
    return mixture.observe(before, node -> likelihood.logIncrement(grid.node(node)) / phi, begin);
  }

  /** Natural logarithm of E: how many times more likely than chance a shift is. */
  public double logEvidence(MixtureEvidence evidence) {
    return mixture.logEvidence(evidence);
  }

  private static boolean isEmpty(List<Long> buckets) {
    return buckets.stream().allMatch(count -> count == 0);
  }
}
