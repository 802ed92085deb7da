package dev.slipway.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * @param falseRollback bound on the probability that a healthy candidate is rolled back, over the
 *     environment's whole rollout, retries included; 0 to 1, 0.01 by default. A smaller bound asks
 *     for more evidence before a rollback: it is the less cautious one
 * @param block length of one block of observations; 5 s by default
 * @param warmUp time from ready during which latency is not judged; 60 s by default
 * @param stickyRouting whether a client stays with the version it first met, so that requests are
 *     not independent (phi is 4 then, 1 otherwise); false by default, and where an older worker did
 *     not write it
 * @param expectedTraffic what the service's traffic usually is; empty where nothing is said, and
 *     where an older worker did not write it
 */
public record AnalysisRules(
    double falseRollback,
    Duration block,
    Duration warmUp,
    List<MetricRule> metrics,
    boolean stickyRouting,
    Optional<ExpectedTraffic> expectedTraffic) {

  /** Evidence counts for so much less where a client stays with its version: ANALYSIS.md 2.6. */
  public static final double STICKY_PHI = 4;

  public static final AnalysisRules DEFAULT =
      new AnalysisRules(
          0.01,
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          List.of(
              new MetricRule(
                  "errors",
                  MetricRule.Kind.ERROR_RATE,
                  MetricRule.Kind.ERROR_RATE.defaultTolerance(),
                  Optional.empty(),
                  List.of()),
              new MetricRule(
                  "latency",
                  MetricRule.Kind.LATENCY,
                  MetricRule.Kind.LATENCY.defaultTolerance(),
                  Optional.empty(),
                  List.of())));

  public AnalysisRules {
    metrics = List.copyOf(metrics);
  }

  /** The same where requests go together: those of a client, or of a connection. */
  public AnalysisRules sticky() {
    return new AnalysisRules(falseRollback, block, warmUp, metrics, true, expectedTraffic);
  }

  /** The same with another time in which latency is not judged. */
  public AnalysisRules withWarmUp(Duration other) {
    return new AnalysisRules(falseRollback, block, other, metrics, stickyRouting, expectedTraffic);
  }

  /** The same about other metrics. */
  public AnalysisRules withMetrics(List<MetricRule> others) {
    return new AnalysisRules(falseRollback, block, warmUp, others, stickyRouting, expectedTraffic);
  }

  /** Without a word on the traffic. */
  public AnalysisRules(
      double falseRollback,
      Duration block,
      Duration warmUp,
      List<MetricRule> metrics,
      boolean stickyRouting) {
    this(falseRollback, block, warmUp, metrics, stickyRouting, Optional.empty());
  }

  /** Rules for a route that chooses a version for each request anew. */
  public AnalysisRules(
      double falseRollback, Duration block, Duration warmUp, List<MetricRule> metrics) {
    this(falseRollback, block, warmUp, metrics, false);
  }
}
