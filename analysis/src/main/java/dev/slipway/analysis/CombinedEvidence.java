package dev.slipway.analysis;

import dev.slipway.analysis.statistics.LogSum;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The evidence of all metrics under one bound.
 *
 * <p>ANALYSIS.md 2.5: {@code Ebar = sum over metrics of share * (mean over the metric's boundaries
 * of E)}. Proof: an average of e-processes is one, under any dependence between them, and the
 * products run over all steps and all looks; so {@code P(Ebar >= 1/alpha, ever) <= alpha} for the
 * whole rollout, without spending alpha on steps, looks or metrics. A further metric costs {@code
 * ln(number of metrics)} only.
 */
final class CombinedEvidence {

  private final AnalysisPlan plan;
  private final Map<Defect, Double> logByDefect = new LinkedHashMap<>();

  CombinedEvidence(AnalysisPlan plan, List<Comparison> comparisons) {
    this.plan = plan;
    List<Defect> defects = plan.defects();
    for (int i = 0; i < defects.size(); i++) {
      Defect defect = defects.get(i);
      logByDefect.put(
          defect, plan.oddsRatioProcess(defect).logEvidence(comparisons.get(i).evidence()));
    }
  }

  /** Natural logarithm of the combined evidence. */
  double log() {
    LogSum sum = new LogSum();
    for (MetricPlan metric : plan.metrics()) {
      sum.add(plan.logShare(metric) + logOf(metric));
    }
    return sum.value();
  }

  /** Natural logarithm of one metric's evidence. */
  double logOf(MetricPlan metric) {
    List<Defect> defects = metric.defects();
    LogSum sum = new LogSum();
    for (Defect defect : defects) {
      sum.add(logOf(defect) - Math.log(defects.size()));
    }
    return sum.value();
  }

  /** The metric that weighs most; of equals the first. */
  MetricPlan heaviest() {
    return plan.metrics().stream()
        .max(Comparator.comparingDouble(metric -> plan.logShare(metric) + logOf(metric)))
        .orElseThrow();
  }

  /** The boundary of a metric that speaks most for a regression. */
  Defect heaviest(MetricPlan metric) {
    return metric.defects().stream().max(Comparator.comparingDouble(this::logOf)).orElseThrow();
  }

  /** Natural logarithm of the evidence on one way to be bad. */
  double logOf(Defect defect) {
    return logByDefect.getOrDefault(defect, 0.0);
  }
}
