package dev.slipway.analysis;

import java.util.ArrayList;
import java.util.List;

/** How many requests fell between the boundaries of a histogram. */
final class Buckets {

  private Buckets() {}

  /** One more than the metric has boundaries, from the fastest or smallest. */
  static List<Long> of(MetricPlan metric, AnalysisPlan plan, ArmCounts arm) {
    List<Long> buckets = new ArrayList<>();
    long beyond = metric.kind().isCustom() ? tally(metric, plan, arm).total() : arm.requests();
    for (int i = 0; i < metric.boundaries().size(); i++) {
      long further =
          metric.kind().isCustom()
              ? tally(metric, plan, arm).counted().get(i)
              : arm.slower().get(plan.boundaries().indexOf(metric.boundaries().get(i)));
      buckets.add(beyond - further);
      beyond = further;
    }
    buckets.add(beyond);
    return buckets;
  }

  private static Tally tally(MetricPlan metric, AnalysisPlan plan, ArmCounts arm) {
    return arm.tallies().get(plan.indexOfCustom(metric.name()));
  }
}
