package dev.slipway.analysis;

import dev.slipway.analysis.statistics.EffectGrid;
import dev.slipway.analysis.statistics.EffectMixture;

/** How large a state of a plan can get, so that a plan that is too large is refused at the door. */
final class StateSize {

  private static final int NUMBER = Long.BYTES;
  private static final int LARGEST_CHARACTER = 3;

  /** Times, bound, attempt, phi, presence of parts, checksum. */
  private static final int FRAME = 200;

  /** Enumerations, tolerance, objective, weight, sizes, history's numbers of a metric. */
  private static final int METRIC = 120;

  private StateSize() {}

  static int most(AnalysisPlan plan, Instruments instruments) {
    int bytes = FRAME;
    bytes += 2 * NUMBER * plan.traffic().map(traffic -> traffic.steps().size() + 1).orElse(0);
    for (MetricPlan metric : plan.metrics()) {
      bytes += METRIC + LARGEST_CHARACTER * metric.name().length();
      bytes += NUMBER * (metric.boundaries().size() + metric.history().bucketShares().size());
      bytes += 2 * NUMBER * (metric.tallied() + 1);
      bytes += metric.defects().size() * NUMBER * (plan.edition().stakes().size() + 1);
      bytes += instruments.tilt(metric).isPresent() ? of(instruments.tiltGrid(metric)) : 0;
    }
    bytes += 2 * NUMBER * (plan.boundaries().size() + 2);
    for (Defect defect : instruments.defects()) {
      bytes += 5 * NUMBER + of(instruments.gridOf(defect));
      bytes +=
          instruments.followsDifference(defect)
              ? NUMBER * instruments.difference().start().size()
              : 0;
    }
    return bytes;
  }

  private static int of(EffectGrid grid) {
    return NUMBER * (grid.size() + EffectMixture.LATE_COPIES * grid.latticeSize()) + 1;
  }
}
