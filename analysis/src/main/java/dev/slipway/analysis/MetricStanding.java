package dev.slipway.analysis;

import dev.slipway.analysis.statistics.BadCounts;
import dev.slipway.analysis.statistics.NoRegressionEvidence;
import dev.slipway.analysis.statistics.NoRegressionProof;
import dev.slipway.analysis.statistics.OneSampleObjective;
import java.util.List;

/** What a metric contributes to a verdict. */
record MetricStanding(AnalysisState state, MetricPlan metric) {

  /** Proven in this step at every boundary: an intersection needs no correction. */
  boolean isProven() {
    NoRegressionProof proof = state.plan().instruments().proof(metric);
    return proofs().stream().allMatch(proof::proves);
  }

  /** One for each way to be bad. */
  List<NoRegressionEvidence> proofs() {
    return state.proofs().get(state.plan().metrics().indexOf(metric));
  }

  /** Both versions miss the objective. */
  boolean bothMissObjective() {
    if (metric.objective().isEmpty()) {
      return false;
    }
    OneSampleObjective objective = OneSampleObjective.of(metric.objective().getAsDouble());
    double alarm = -Math.log(state.plan().falseRollback());
    BadCounts total = comparison(metric.defects().getLast()).total();
    return objective.logEvidence(total.canaryBad(), total.canary()) >= alarm
        && objective.logEvidence(total.stableBad(), total.stable()) >= alarm;
  }

  /** What is known of one way to be bad. */
  Comparison comparison(Defect defect) {
    return state.comparisons().get(state.plan().instruments().defects().indexOf(defect));
  }

  /** Of all metrics together. */
  static Verdict verdict(AnalysisState state) {
    if (state.regressedAt().isPresent()) {
      return Verdict.REGRESSED;
    }
    List<MetricStanding> metrics = of(state);
    return metrics.stream().allMatch(MetricStanding::isProven)
            && metrics.stream().noneMatch(MetricStanding::bothMissObjective)
        ? Verdict.HEALTHY
        : Verdict.INCONCLUSIVE;
  }

  private static List<MetricStanding> of(AnalysisState state) {
    return state.plan().metrics().stream()
        .map(metric -> new MetricStanding(state, metric))
        .toList();
  }
}
