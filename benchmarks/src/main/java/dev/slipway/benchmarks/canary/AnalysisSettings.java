package dev.slipway.benchmarks.canary;

import dev.slipway.analysis.AnalysisPlan;
import dev.slipway.analysis.MetricHistory;
import dev.slipway.analysis.MetricPlan;
import dev.slipway.analysis.TrafficForecast;
import dev.slipway.analysis.statistics.Sizing;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.MetricRule;
import dev.slipway.delivery.RolloutPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** How the engine is set up for a scenario's service. */
@FunctionalInterface
interface AnalysisSettings {

  /** Of the delivery file's rules alone: what a rollout knows today. */
  AnalysisSettings DEFAULT = (plan, scenario) -> ofRules(plan.analysis());

  /** With what a week of the service's history would tell. */
  AnalysisSettings WITH_HISTORY =
      (plan, scenario) -> {
        AnalysisPlan rules = ofRules(plan.analysis());
        List<MetricPlan> metrics =
            rules.metrics().stream().map(metric -> withHistory(metric, scenario)).toList();
        return new AnalysisPlan(
                rules.falseRollback(), rules.attempt(), rules.phi(), rules.warmUp(), metrics)
            .withTraffic(forecast(plan, scenario));
      };

  AnalysisPlan plan(RolloutPlan plan, Scenario scenario);

  private static AnalysisPlan ofRules(AnalysisRules rules) {
    return new AnalysisPlan(
        rules.falseRollback(),
        1,
        rules.stickyRouting() ? 4 : 1,
        rules.warmUp(),
        rules.metrics().stream().map(AnalysisSettings::metric).toList());
  }

  private static MetricPlan metric(MetricRule rule) {
    return new MetricPlan(
        rule.name(),
        switch (rule.kind()) {
          case ERROR_RATE -> MetricPlan.Kind.ERROR_RATE;
          case LATENCY -> MetricPlan.Kind.LATENCY;
        },
        rule.tolerance(),
        rule.objective().map(OptionalDouble::of).orElse(OptionalDouble.empty()),
        rule.boundaries(),
        1);
  }

  private static MetricPlan withHistory(MetricPlan metric, Scenario scenario) {
    return switch (metric.kind()) {
      case ERROR_RATE -> metric.withHistory(MetricHistory.ofRate(scenario.baselineErrors()));
      case LATENCY ->
          metric.withHistory(
              MetricHistory.ofBuckets(shares(metric.boundaries(), scenario.baselineLatency())));
      case COUNTERS, HISTOGRAM -> metric;
    };
  }

  private static List<Double> shares(List<Double> seconds, LatencyLaw law) {
    List<Double> shares = new ArrayList<>();
    double before = 1;
    for (double boundary : seconds) {
      double slower = law.slowerThan(1000 * boundary);
      shares.add(before - slower);
      before = slower;
    }
    shares.add(before);
    return shares;
  }

  private static TrafficForecast forecast(RolloutPlan plan, Scenario scenario) {
    return new TrafficForecast(
        scenario.requestsPerSecond(),
        plan.steps().stream()
            .map(step -> new Sizing.Step(step.value() / 100, plan.maximumHold()))
            .toList());
  }
}
