package dev.slipway.analysis;

import dev.slipway.analysis.statistics.BadCounts;
import dev.slipway.analysis.statistics.Interval;
import dev.slipway.analysis.statistics.NoRegressionProof;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Says what is known about one metric. */
final class MetricReporter {

  private static final double CONFIDENCE_ALPHA = 0.05;
  private static final double USUALLY_SLOW = 0.05;
  private static final long HOPELESS = 1_000_000_000;

  private final AnalysisState state;
  private final AnalysisPlan plan;
  private final MetricPlan metric;
  private final MetricStanding standing;
  private final CombinedEvidence combined;
  private final String compared;
  private final double evidence;
  private final Defect shown;
  private final Comparison comparison;
  private final Optional<Interval> oddsRatio;
  private final OptionalLong needed;

  /**
   * @param compared what the canary is compared with, as sentences call it
   */
  MetricReporter(
      AnalysisState state, MetricPlan metric, CombinedEvidence combined, String compared) {
    this.state = state;
    this.plan = state.plan();
    this.metric = metric;
    this.standing = new MetricStanding(state, metric);
    this.combined = combined;
    this.compared = compared;
    this.evidence = Reporter.evidence(combined.logOf(metric));
    this.shown = shown();
    this.comparison = comparison(shown);
    this.needed = needed();
    this.oddsRatio =
        wasJudged()
            ? Optional.of(
                plan.instruments()
                    .process(shown)
                    .confidence(comparison.evidence(), CONFIDENCE_ALPHA))
            : Optional.empty();
  }

  /**
   * @param guilty of the regression that was found
   */
  MetricReport report(boolean guilty) {
    BadCounts total = comparison.total();
    return new MetricReport(
        metric.name(),
        total.canaryRate(),
        total.stableRate(),
        total.canary(),
        total.stable(),
        evidence,
        guilty ? Verdict.REGRESSED : isProven() ? Verdict.HEALTHY : Verdict.INCONCLUSIVE,
        isProven(),
        needed,
        oddsRatio,
        difference(),
        sentence());
  }

  private Optional<Interval> difference() {
    return wasJudged() && plan.instruments().followsDifference(shown)
        ? Optional.of(
            plan.instruments().difference().interval(comparison.difference(), CONFIDENCE_ALPHA))
        : Optional.empty();
  }

  boolean isProven() {
    return standing.isProven();
  }

  boolean bothMissObjective() {
    return standing.bothMissObjective();
  }

  /** "errors: canary 4.1 % of 412, stable 0.1 % of 3 703 requests". */
  String facts() {
    if (!wasJudged()) {
      return metric.name() + ": " + whyNotJudged();
    }
    BadCounts total = comparison.total();
    return metric.name()
        + ": "
        + shown.wording()
        + ("canary " + Wording.percent(total.canaryRate()))
        + (" of " + Wording.count(total.canary()))
        + (", " + compared + " " + Wording.percent(total.stableRate()))
        + (" of " + Wording.count(total.stable()))
        + (metric.kind().isCustom() ? " events" : " requests");
  }

  /** How the proof stands: "not worse by 0.5 points: proven", or what it takes. */
  String proof() {
    String claim = "not worse by " + Wording.points(metric.tolerance());
    if (isProven()) {
      return claim + ": proven";
    }
    return needed.isEmpty()
        ? claim + ": not proven yet"
        : claim
            + ": about "
            + Wording.count(needed.getAsLong())
            + " more requests to the canary may prove it";
  }

  private String sentence() {
    if (!wasJudged()) {
      return facts();
    }
    List<String> parts = new ArrayList<>();
    parts.add(facts());
    parts.add(Wording.evidence(evidence));
    parts.add(
        "alone it rolls back at "
            + Wording.factor(plan.bound() / Math.exp(plan.instruments().logShare(metric))));
    oddsRatio
        .filter(ratio -> ratio.low() > 0 || ratio.high() < Double.POSITIVE_INFINITY)
        .map(
            ratio ->
                "the odds of it are %s those of %s (95 %%)"
                    .formatted(Wording.range(ratio), compared))
        .ifPresent(parts::add);
    if (state.regressedAt().isEmpty()) {
      parts.add(proof());
    }
    return String.join("; ", parts);
  }

  /**
   * The boundary that speaks for a regression; while none does, the one that about one in twenty of
   * stable's requests exceeds.
   */
  private Defect shown() {
    Defect heaviest = combined.heaviest(metric);
    if (combined.logOf(heaviest) >= Math.log(Wording.NOTABLE)) {
      return heaviest;
    }
    return metric.defects().stream()
        .min(
            Comparator.comparingDouble(
                defect -> Math.abs(comparison(defect).total().stableRate() - USUALLY_SLOW)))
        .orElse(heaviest);
  }

  private boolean wasJudged() {
    return comparison.total().comparable();
  }

  private String whyNotJudged() {
    return shown.needsWarmUp() && state.observedUntil().compareTo(plan.warmUp()) <= 0
        ? "not judged before the canary has warmed up for " + Wording.duration(plan.warmUp())
        : "nothing was observed yet";
  }

  /** Extrapolates the step's evidence; the slowest boundary decides. Empty when it is hopeless. */
  private OptionalLong needed() {
    NoRegressionProof proof = plan.instruments().proof(metric);
    long requests = standing.proofs().stream().mapToLong(proof::neededRequests).max().orElse(0);
    return requests >= HOPELESS ? OptionalLong.empty() : OptionalLong.of(requests);
  }

  private Comparison comparison(Defect defect) {
    return standing.comparison(defect);
  }
}
