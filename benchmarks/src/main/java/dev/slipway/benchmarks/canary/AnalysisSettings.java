package dev.slipway.benchmarks.canary;

import dev.slipway.analysis.AnalysisPlan;
import dev.slipway.analysis.MetricHistory;
import dev.slipway.analysis.MetricPlan;
import dev.slipway.analysis.TrafficForecast;
import dev.slipway.analysis.statistics.Sizing;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.rollout.AnalysisPlanning;
import java.util.ArrayList;
import java.util.List;

/** How the engine is set up for a scenario's service. */
@FunctionalInterface
interface AnalysisSettings {

  /** Of the delivery file's rules alone: what a rollout knows today. */
  AnalysisSettings DEFAULT = (plan, scenario) -> AnalysisPlanning.plan(plan.analysis(), 1);

  /** With what a week of the service's history would tell. */
  AnalysisSettings WITH_HISTORY =
      (plan, scenario) -> {
        AnalysisPlan rules = AnalysisPlanning.plan(plan.analysis(), 1);
        List<MetricPlan> metrics =
            rules.metrics().stream().map(metric -> withHistory(metric, scenario)).toList();
        return new AnalysisPlan(
                rules.falseRollback(), rules.attempt(), rules.phi(), rules.warmUp(), metrics)
            .withTraffic(forecast(plan, scenario));
      };

  AnalysisPlan plan(RolloutPlan plan, Scenario scenario);

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
