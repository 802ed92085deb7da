package dev.slipway.analysis;

import java.util.List;
import java.util.Optional;

/** Says what an analysis knows as a whole. */
final class Reporter {

  private static final double LARGEST_LOG = 300 * Math.log(10);

  private final AnalysisState state;
  private final AnalysisPlan plan;
  private final CombinedEvidence evidence;
  private final List<MetricReporter> metrics;
  private final double combined;

  /**
   * @param compared what the canary is compared with, as sentences call it
   */
  Reporter(AnalysisState state, String compared) {
    this.state = state;
    this.plan = state.plan();
    this.evidence = new CombinedEvidence(plan, state.comparisons(), state.tilts());
    this.metrics =
        plan.metrics().stream()
            .map(metric -> new MetricReporter(state, metric, evidence, compared))
            .toList();
    this.combined = evidence(evidence.log());
  }

  /** From its logarithm, within what a person and a double can hold. */
  static double evidence(double logarithm) {
    return Math.exp(Math.clamp(logarithm, -LARGEST_LOG, LARGEST_LOG));
  }

  AnalysisReport report() {
    boolean proven = metrics.stream().allMatch(MetricReporter::isProven);
    boolean sharedIncident =
        state.regressedAt().isEmpty()
            && metrics.stream().anyMatch(MetricReporter::bothMissObjective);
    Verdict verdict = MetricStanding.verdict(state);
    return new AnalysisReport(
        verdict,
        combined,
        plan.bound(),
        proven,
        sharedIncident,
        reports(verdict),
        sentence(verdict, sharedIncident));
  }

  private List<MetricReport> reports(Verdict verdict) {
    Optional<MetricReporter> guilty =
        verdict == Verdict.REGRESSED ? Optional.of(guilty()) : Optional.empty();
    return metrics.stream()
        .map(metric -> metric.report(guilty.filter(metric::equals).isPresent()))
        .toList();
  }

  private String sentence(Verdict verdict, boolean sharedIncident) {
    return switch (verdict) {
      case REGRESSED -> withEvidence(guilty().facts());
      case HEALTHY -> withEvidence("proven: " + facts()) + basis();
      case INCONCLUSIVE -> inconclusive(sharedIncident) + basis();
    };
  }

  private String inconclusive(boolean sharedIncident) {
    if (sharedIncident) {
      return "both versions miss an objective, which is not the canary's fault: " + facts();
    }
    if (state.step().canary() == 0 || state.step().stable() == 0) {
      return state.step().canary() + state.step().stable() == 0
          ? "nothing was observed in this step yet"
          : "in this step only one version served requests, so there is nothing to compare";
    }
    return withEvidence(facts())
        + metrics.stream()
            .filter(metric -> !metric.isProven())
            .map(metric -> "; " + metric.proof())
            .findFirst()
            .orElse("");
  }

  /** On what it stands. */
  private String basis() {
    return (hasHistory() ? "; with the service's history" : "; no history: even prior")
        + (plan.phi() > 1
            ? ", tempered by %s for clustered requests".formatted(Wording.factor(plan.phi()))
            : "");
  }

  private boolean hasHistory() {
    return plan.metrics().stream().anyMatch(metric -> !metric.history().equals(MetricHistory.NONE));
  }

  private String withEvidence(String facts) {
    return facts
        + "; "
        + Wording.evidence(combined)
        + "; rolls back at "
        + Wording.factor(plan.bound());
  }

  private String facts() {
    return String.join(", ", metrics.stream().map(MetricReporter::facts).toList());
  }

  private MetricReporter guilty() {
    return metrics.get(plan.metrics().indexOf(evidence.heaviest()));
  }
}
