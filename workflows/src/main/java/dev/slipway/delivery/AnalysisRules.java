package dev.slipway.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * @param falseRollback bound on the probability that a healthy candidate is rolled back, over the
 *     environment's whole rollout, retries included; 0 to 1, 0.01 by default
 * @param block length of one block of observations; 5 s by default
 * @param warmUp time from ready during which latency is not judged; 60 s by default
 */
public record AnalysisRules(
    double falseRollback, Duration block, Duration warmUp, List<MetricRule> metrics) {

  public static final AnalysisRules DEFAULT =
      new AnalysisRules(
          0.01,
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          List.of(
              new MetricRule(
                  "errors", MetricRule.Kind.ERROR_RATE, 0.005, Optional.empty(), List.of()),
              new MetricRule(
                  "latency", MetricRule.Kind.LATENCY, 0.05, Optional.empty(), List.of())));

  public AnalysisRules {
    metrics = List.copyOf(metrics);
  }
}
