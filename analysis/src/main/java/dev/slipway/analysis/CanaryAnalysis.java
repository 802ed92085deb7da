package dev.slipway.analysis;

import dev.slipway.analysis.statistics.BadCounts;
import dev.slipway.analysis.statistics.Doubles;
import dev.slipway.analysis.statistics.NoRegressionEvidence;
import dev.slipway.analysis.statistics.TiltProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The sequential comparison of a canary with stable over a whole rollout: pure functions from state
 * to state (the loop of ANALYSIS.md 2.7).
 *
 * <p>The promise: a canary that is not worse in any metric is found REGRESSED <em>ever</em>, over
 * all steps and however often one looks, with a probability of at most {@link
 * AnalysisPlan#falseRollback()}; a canary that is worse by more than a tolerance is proven HEALTHY
 * with a probability of at most 5 % in each step.
 */
public final class CanaryAnalysis {

  private CanaryAnalysis() {}

  /** A new analysis, once for a rollout. */
  public static AnalysisState start(AnalysisPlan plan) {
    Instruments instruments = plan.instruments();
    return new AnalysisState(
        plan,
        Duration.ZERO,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Traffic.NONE,
        instruments.defects().stream().map(defect -> start(instruments, defect)).toList(),
        instruments.tilted().stream()
            .flatMap(metric -> instruments.tilt(metric).stream())
            .map(TiltProcess::start)
            .toList(),
        noProofs(plan));
  }

  /**
   * Continues with the next block. Small blocks are merged until they hold 20 requests and both
   * versions have served some; what has waited for 10,000 without that is left out.
   *
   * @throws IllegalArgumentException when the block does not begin where the last one ended, or has
   *     other boundaries than the plan
   */
  public static AnalysisState observe(AnalysisState state, Block block) {
    refuseUnfitting(state, block);
    PendingBlock pending =
        state
            .pending()
            .orElseGet(() -> PendingBlock.empty(state.observedUntil(), state.plan()))
            .plus(block);
    AnalysisState waiting =
        new AnalysisState(
            state.plan(),
            block.end(),
            Optional.of(state.firstBlock().orElse(block.end())),
            state.regressedAt(),
            Optional.of(pending),
            state.step().plus(block),
            state.comparisons(),
            state.tilts(),
            state.proofs());
    return pending.enough(state.plan().edition())
        ? new Judgement(waiting, pending).state()
        : waiting;
  }

  /**
   * The same analysis at the next weight: what waits is judged, then only the proof of no
   * regression and the step's requests begin anew. The evidence of a regression goes on.
   */
  public static AnalysisState nextStep(AnalysisState state) {
    AnalysisState judged =
        state.pending().map(pending -> new Judgement(state, pending).state()).orElse(state);
    return new AnalysisState(
        judged.plan(),
        judged.observedUntil(),
        judged.firstBlock(),
        judged.regressedAt(),
        Optional.empty(),
        Traffic.NONE,
        judged.comparisons(),
        judged.tilts(),
        noProofs(judged.plan()));
  }

  /**
   * The same analysis where the canary was given pods that are cold: latency is not judged in
   * blocks that begin before they are warm. Errors are, and what was found of latency stays.
   * Whether pods were added must not depend on what was counted, and then the guarantee stays as
   * well: what is left out is left out for both versions.
   *
   * @param until since the canary got ready; without effect where the warm-up ends later already
   */
  public static AnalysisState warmingUntil(AnalysisState state, Duration until) {
    return until.compareTo(state.plan().warmUp()) <= 0
        ? state
        : new AnalysisState(
            state.plan().withWarmUp(until),
            state.observedUntil(),
            state.firstBlock(),
            state.regressedAt(),
            state.pending(),
            state.step(),
            state.comparisons(),
            state.tilts(),
            state.proofs());
  }

  /** What is known now, for people and for decisions. */
  public static AnalysisReport report(AnalysisState state) {
    return report(state, "stable");
  }

  /**
   * The same, where the canary is compared with something else than the version that runs.
   *
   * @param compared what that is called in sentences: {@code the fresh baseline}
   */
  public static AnalysisReport report(AnalysisState state, String compared) {
    return new Reporter(state, compared).report();
  }

  /** The report's verdict alone, many times as fast. */
  public static Verdict verdict(AnalysisState state) {
    return MetricStanding.verdict(state);
  }

  private static Comparison start(Instruments instruments, Defect defect) {
    return new Comparison(
        BadCounts.NONE,
        instruments.process(defect).start(),
        0,
        instruments.followsDifference(defect)
            ? instruments.difference().start()
            : Doubles.zeros(0));
  }

  private static List<List<NoRegressionEvidence>> noProofs(AnalysisPlan plan) {
    return plan.metrics().stream()
        .map(
            metric ->
                metric.defects().stream()
                    .map(defect -> plan.instruments().proof(metric).start())
                    .toList())
        .toList();
  }

  private static void refuseUnfitting(AnalysisState state, Block block) {
    if (block.end().compareTo(state.observedUntil()) <= 0) {
      throw new IllegalArgumentException(
          "The block ends at %s, but everything until %s was observed already: give each block once and in order."
              .formatted(block.end(), state.observedUntil()));
    }
    int boundaries = state.plan().boundaries().size();
    if (block.canary().slower().size() != boundaries) {
      throw new IllegalArgumentException(
          "The plan has %d latency boundaries, but the block was counted at %d: give one count for each, in the plan's order."
              .formatted(boundaries, block.canary().slower().size()));
    }
    List<Integer> wanted = state.plan().custom().stream().map(MetricPlan::tallied).toList();
    for (ArmCounts arm : List.of(block.canary(), block.stable())) {
      List<Integer> counted = arm.tallies().stream().map(tally -> tally.counted().size()).toList();
      if (!counted.equals(wanted)) {
        throw new IllegalArgumentException(
            "The plan's custom metrics have %s numbers each, but the block has %s: give a tally for each, in the plan's order."
                .formatted(wanted, counted));
      }
    }
  }
}
