package dev.slipway.rollout;

import dev.slipway.analysis.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * One metric of an analysis, for people.
 *
 * @param name as in the delivery file
 * @param canaryRate share of bad requests of the canary in this rollout, 0 to 1; NaN-free: 0 while
 *     there is no traffic
 * @param stableRate the same of stable
 * @param canaryRequests how many requests the canary served under analysis
 * @param stableRequests the same of stable
 * @param evidence how many times more likely than chance a regression is
 * @param sentence what it says in words, with its confidence interval and what it still needs
 * @param verdict REGRESSED for the metric that a regression was found by, HEALTHY when it is
 *     proven, else INCONCLUSIVE; this and what follows is null where an older worker did not write
 *     it
 * @param oddsRatio by how much the odds of a bad request are multiplied at the canary, with 95 %
 *     confidence; null while nothing was judged
 * @param difference of the shares of bad requests, canary less stable, -1 to 1; of a single rate
 *     only
 * @param neededRequests about so many more requests to the canary may prove that it is not worse
 *     than its tolerance: 0 when it is proven, null when nothing points to a proof
 */
public record MetricReading(
    String name,
    double canaryRate,
    double stableRate,
    long canaryRequests,
    long stableRequests,
    double evidence,
    String sentence,
    @Nullable Verdict verdict,
    @Nullable Estimate oddsRatio,
    @Nullable Estimate difference,
    @Nullable Long neededRequests) {

  /** Without estimates. */
  public MetricReading(
      String name,
      double canaryRate,
      double stableRate,
      long canaryRequests,
      long stableRequests,
      double evidence,
      String sentence) {
    this(
        name,
        canaryRate,
        stableRate,
        canaryRequests,
        stableRequests,
        evidence,
        sentence,
        null,
        null,
        null,
        null);
  }

  /**
   * An interval that holds the truth at all times at once, with 95 % confidence.
   *
   * @param high null when there is no upper end yet
   */
  public record Estimate(double low, @Nullable Double high) {}
}
