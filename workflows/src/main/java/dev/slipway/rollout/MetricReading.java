package dev.slipway.rollout;

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
 */
public record MetricReading(
    String name,
    double canaryRate,
    double stableRate,
    long canaryRequests,
    long stableRequests,
    double evidence,
    String sentence) {}
