package dev.slipway.rollout;

import dev.slipway.analysis.AnalysisPlan;
import dev.slipway.analysis.MetricHistory;
import dev.slipway.analysis.MetricPlan;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.MetricRule;
import java.util.OptionalDouble;

/**
 * What the rules of a delivery file mean to the analysis. Pure; not for workflows, which leave the
 * mathematics to activities.
 */
public final class AnalysisPlanning {

  private AnalysisPlanning() {}

  /**
   * @param attempt from 1; retries share the bound on false rollbacks
   * @throws IllegalArgumentException with a sentence for a person, when the rules are more than an
   *     analysis can hold
   */
  public static AnalysisPlan plan(AnalysisRules rules, int attempt) {
    return new AnalysisPlan(
        rules.falseRollback(),
        attempt,
        rules.stickyRouting() ? AnalysisRules.STICKY_PHI : 1,
        rules.warmUp(),
        rules.metrics().stream().map(AnalysisPlanning::metric).toList());
  }

  private static MetricPlan metric(MetricRule rule) {
    return new MetricPlan(
        rule.name(),
        switch (rule.kind()) {
          case ERROR_RATE -> MetricPlan.Kind.ERROR_RATE;
          case LATENCY -> MetricPlan.Kind.LATENCY;
          case COUNTERS -> MetricPlan.Kind.COUNTERS;
          case HISTOGRAM -> MetricPlan.Kind.HISTOGRAM;
        },
        rule.tolerance(),
        rule.objective().map(OptionalDouble::of).orElse(OptionalDouble.empty()),
        rule.histogram().map(MetricRule.EventHistogram::bounds).orElse(rule.boundaries()),
        rule.weight(),
        switch (rule.worse()) {
          case HIGHER -> MetricPlan.Worse.HIGHER;
          case LOWER -> MetricPlan.Worse.LOWER;
        },
        MetricHistory.NONE);
  }
}
