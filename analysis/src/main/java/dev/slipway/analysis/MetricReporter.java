package dev.slipway.analysis;

import dev.slipway.analysis.statistics.BadCounts;
import dev.slipway.analysis.statistics.NoRegressionEvidence;
import dev.slipway.analysis.statistics.NoRegressionProof;
import dev.slipway.analysis.statistics.OneSampleObjective;
import java.util.List;
import java.util.Optional;

/** Says what is known about one metric. */
final class MetricReporter {

  private static final double CONFIDENCE_ALPHA = 0.05;
  private static final long HOPELESS = 1_000_000_000;

  private final AnalysisState state;
  private final AnalysisPlan plan;
  private final MetricPlan metric;
  private final CombinedEvidence evidence;
  private final Defect shown;
  private final Comparison comparison;
  private final List<NoRegressionEvidence> proofs;

  MetricReporter(AnalysisState state, MetricPlan metric, CombinedEvidence evidence) {
    this.state = state;
    this.plan = state.plan();
    this.metric = metric;
    this.evidence = evidence;
    this.shown = evidence.heaviest(metric);
    this.comparison = comparison(shown);
    this.proofs = state.proofs().get(plan.metrics().indexOf(metric));
  }

  MetricReport report() {
    BadCounts total = comparison.total();
    return new MetricReport(
        metric.name(),
        total.canaryRate(),
        total.stableRate(),
        total.canary(),
        total.stable(),
        Reporter.evidence(evidence.logOf(metric)),
        isProven(),
        wasJudged()
            ? Optional.of(
                plan.oddsRatioProcess(shown).confidence(comparison.evidence(), CONFIDENCE_ALPHA))
            : Optional.empty(),
        sentence());
  }

  /** Proven at every boundary: an intersection needs no correction. */
  boolean isProven() {
    NoRegressionProof proof = plan.noRegressionProof(metric);
    return proofs.stream().allMatch(proof::proves);
  }

  /** Both versions miss the objective. */
  boolean bothMissObjective() {
    if (metric.objective().isEmpty()) {
      return false;
    }
    OneSampleObjective objective = OneSampleObjective.of(metric.objective().getAsDouble());
    double alarm = -Math.log(plan.falseRollback());
    BadCounts total = comparison(metric.defects().getLast()).total();
    return objective.logEvidence(total.canaryBad(), total.canary()) >= alarm
        && objective.logEvidence(total.stableBad(), total.stable()) >= alarm;
  }

  /** "errors: canary 4.1 % of 412, stable 0.1 % of 3 703 requests". */
  String facts() {
    if (!wasJudged()) {
      return metric.name() + ": " + whyNotJudged();
    }
    BadCounts total = comparison.total();
    return metric.name()
        + ": "
        + (shown instanceof Defect.SlowerThan(double seconds)
            ? "slower than " + Wording.seconds(seconds) + ": "
            : "")
        + ("canary " + Wording.percent(total.canaryRate()))
        + (" of " + Wording.count(total.canary()))
        + (", stable " + Wording.percent(total.stableRate()))
        + (" of " + Wording.count(total.stable()) + " requests");
  }

  /** How the proof stands: "not worse by 0.5 points: proven", or what it takes. */
  String proof() {
    String claim = "not worse by " + Wording.points(metric.tolerance());
    if (isProven()) {
      return claim + ": proven";
    }
    long needed = neededRequests();
    return needed >= HOPELESS
        ? claim + ": not proven"
        : claim + ": about " + Wording.count(needed) + " more requests to the canary may prove it";
  }

  private String sentence() {
    if (!wasJudged()) {
      return facts();
    }
    double alone = plan.bound() / Math.exp(plan.logShare(metric));
    return String.join(
        "; ",
        facts(),
        Wording.evidence(Reporter.evidence(evidence.logOf(metric))),
        "alone it rolls back at " + Wording.factor(alone),
        "the canary's odds of such a request are "
            + Wording.range(
                plan.oddsRatioProcess(shown).confidence(comparison.evidence(), CONFIDENCE_ALPHA))
            + " those of stable",
        proof());
  }

  private boolean wasJudged() {
    return comparison.total().comparable();
  }

  private String whyNotJudged() {
    return shown.needsWarmUp() && state.observedUntil().compareTo(plan.warmUp()) <= 0
        ? "not judged before the canary has warmed up for " + Wording.duration(plan.warmUp())
        : "nothing was observed yet";
  }

  /** Extrapolates the step's evidence; the slowest boundary decides. */
  private long neededRequests() {
    NoRegressionProof proof = plan.noRegressionProof(metric);
    return proofs.stream().mapToLong(proof::neededRequests).max().orElse(0);
  }

  private Comparison comparison(Defect defect) {
    return state.comparisons().get(plan.defects().indexOf(defect));
  }
}
