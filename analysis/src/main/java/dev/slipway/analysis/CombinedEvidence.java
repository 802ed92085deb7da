package dev.slipway.analysis;

import dev.slipway.analysis.statistics.BadCounts;
import dev.slipway.analysis.statistics.LogSum;
import dev.slipway.analysis.statistics.LowTrafficEvidence;
import dev.slipway.analysis.statistics.MixtureEvidence;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The evidence of all metrics under one bound.
 *
 * <p>ANALYSIS.md 2.5: {@code Ebar = sum over metrics of share * E of the metric}; of a histogram
 * that is the mean over its boundaries, or half of that and half the tilt of all its buckets.
 * Proof: an average of e-processes is one, under any dependence between them, and the products run
 * over all steps and all looks; so {@code P(Ebar >= 1/alpha, ever) <= alpha} for the whole rollout,
 * without spending alpha on steps, looks or metrics. A further metric costs {@code ln(number of
 * metrics)} only.
 */
final class CombinedEvidence {

  private final AnalysisPlan plan;
  private final Instruments instruments;
  private final Map<Defect, Double> logByDefect = new LinkedHashMap<>();
  private final IdentityHashMap<MetricPlan, Double> logOfTilt = new IdentityHashMap<>();
  private final Optional<Double> logOfLowTraffic;

  CombinedEvidence(AnalysisPlan plan, List<Comparison> comparisons, List<MixtureEvidence> tilts) {
    this.plan = plan;
    this.instruments = plan.instruments();
    List<Defect> defects = instruments.defects();
    for (int i = 0; i < defects.size(); i++) {
      Comparison known = comparisons.get(i);
      logByDefect.put(
          defects.get(i),
          known.logBoost() + instruments.process(defects.get(i)).logEvidence(known.evidence()));
    }
    List<MetricPlan> tilted = instruments.tilted();
    for (int i = 0; i < tilted.size(); i++) {
      MetricPlan metric = tilted.get(i);
      MixtureEvidence tilt = tilts.get(i);
      instruments.tilt(metric).ifPresent(it -> logOfTilt.put(metric, it.logEvidence(tilt)));
    }
    this.logOfLowTraffic = instruments.quiet().map(metric -> logOfLowTraffic(metric, comparisons));
  }

  /** Natural logarithm of the combined evidence. */
  double log() {
    LogSum sum = new LogSum();
    for (MetricPlan metric : plan.metrics()) {
      sum.add(instruments.logShare(metric) + logOf(metric));
    }
    logOfLowTraffic.ifPresent(log -> sum.add(Math.log(LowTrafficEvidence.SHARE) + log));
    return sum.value();
  }

  /** Natural logarithm of one metric's evidence. */
  double logOf(MetricPlan metric) {
    List<Defect> defects = metric.defects();
    LogSum sum = new LogSum();
    for (Defect defect : defects) {
      sum.add(logOf(defect) - Math.log(defects.size()));
    }
    Double tilt = logOfTilt.get(metric);
    if (tilt == null) {
      return sum.value();
    }
    LogSum halves = new LogSum();
    halves.add(sum.value() - Math.log(2));
    halves.add(tilt - Math.log(2));
    return halves.value();
  }

  /** The metric that weighs most; of equals the first. */
  MetricPlan heaviest() {
    return plan.metrics().stream().max(Comparator.comparingDouble(this::logWeightOf)).orElseThrow();
  }

  private double logWeightOf(MetricPlan metric) {
    LogSum sum = new LogSum();
    sum.add(instruments.logShare(metric) + logOf(metric));
    if (instruments.quiet().filter(metric::equals).isPresent()) {
      logOfLowTraffic.ifPresent(log -> sum.add(Math.log(LowTrafficEvidence.SHARE) + log));
    }
    return sum.value();
  }

  private double logOfLowTraffic(MetricPlan metric, List<Comparison> comparisons) {
    Defect defect = metric.defects().getFirst();
    BadCounts total = comparisons.get(instruments.defects().indexOf(defect)).total();
    return LowTrafficEvidence.of(metric.history().peakRate().orElseThrow())
        .logEvidence(total.canaryBad(), total.canary(), logOf(defect));
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
