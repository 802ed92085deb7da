package dev.slipway.analysis.statistics;

import java.time.Duration;
import java.util.Arrays;

/**
 * Are errors more frequent at the canary, when clients stay with a version? A test that needs no
 * tempering and no history.
 *
 * <p>ANALYSIS-POWER.md C6. The baseline's traffic is split by the router's own hash into groups of
 * the canary's size (weight 1/m: m-1 groups of stable). Per block, x errors in each group:
 *
 * <pre>{@code
 * inc(lambda) = lambda x_canary - ln( (1/m) sum_j e^{lambda x_j} )
 * canary at most of the weight: inc(lambda) = -lambda x_stable - ln( (1/m) sum_j e^{-lambda x_j} )
 * }</pre>
 *
 * <p>Proof: while the m groups are exchangeable in the block given the past, the odd one is a
 * uniform pick: mean exactly 1, for clusters of any size and law. Needs groups of equal expected
 * size and clusters that do not span blocks (60 s blocks for long sessions); a heavy client that
 * stays with one group for the whole release breaks it, as it breaks every test here. Nearly
 * useless below 1 request/s. Not wired into {@code CanaryAnalysis}: no source of ours counts by
 * group yet.
 */
public final class GroupExchangeability {

  /** Bets at 50 requests/s or more. */
  public static final EffectGrid BUSY = EffectGrid.of(0.02, 0.05, 0.1, 0.2, 0.4, 0.8);

  /** Bets below 50 requests/s. */
  public static final EffectGrid QUIET = EffectGrid.of(0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2);

  private final EffectGrid grid;
  private final EffectMixture mixture;

  private GroupExchangeability(EffectGrid grid) {
    this.grid = grid;
    this.mixture = new EffectMixture(grid, EffectMixture.FIRST_SHARE);
  }

  /**
   * @param requestsPerSecond expected of both versions
   */
  public static GroupExchangeability at(double requestsPerSecond) {
    return new GroupExchangeability(requestsPerSecond < 50 ? QUIET : BUSY);
  }

  /** Nothing gathered yet. */
  public MixtureEvidence start() {
    return mixture.start();
  }

  /**
   * Continues with a block in which the canary is one of the groups.
   *
   * @param canary errors of its group
   * @param stable errors of each of the others, at least one
   * @param begin of the block since the analysis began
   */
  public MixtureEvidence observe(
      MixtureEvidence before, long canary, long[] stable, Duration begin) {
    return mixture.observe(before, node -> logIncrement(canary, stable, grid.node(node)), begin);
  }

  /** The same when stable is the one group and the canary all others. */
  public MixtureEvidence observeMostlyCanary(
      MixtureEvidence before, long stable, long[] canary, Duration begin) {
    return mixture.observe(before, node -> logIncrement(stable, canary, -grid.node(node)), begin);
  }

  /** Natural logarithm of E. */
  public double logEvidence(MixtureEvidence evidence) {
    return mixture.logEvidence(evidence);
  }

  /** Of one bet. */
  static double logIncrement(long odd, long[] others, double lambda) {
    if (odd < 0 || others.length == 0 || Arrays.stream(others).anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          "Errors must not be negative and there must be another group, but there are %d and %s."
              .formatted(odd, Arrays.toString(others)));
    }
    LogSum sum = new LogSum();
    sum.add(lambda * odd);
    for (long other : others) {
      sum.add(lambda * other);
    }
    return lambda * odd - (sum.value() - Math.log(others.length + 1.0));
  }
}
