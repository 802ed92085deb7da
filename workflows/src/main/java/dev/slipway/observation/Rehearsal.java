package dev.slipway.observation;

import dev.slipway.analysis.AnalysisPlan;
import dev.slipway.analysis.AnalysisReport;
import dev.slipway.analysis.CanaryAnalysis;
import dev.slipway.analysis.MetricReport;
import dev.slipway.analysis.Verdict;
import dev.slipway.delivery.Baseline;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.observation.ObservedBlock.Suspect;
import dev.slipway.rollout.AnalysisPlanning;
import dev.slipway.rollout.AnalysisReading;
import dev.slipway.rollout.DataFlow;
import dev.slipway.rollout.Evidence;
import dev.slipway.rollout.OperatorOrders;
import dev.slipway.rollout.RolloutDecision;
import dev.slipway.rollout.RolloutDecision.Promote;
import dev.slipway.rollout.RolloutDecision.RollBack;
import dev.slipway.rollout.RolloutDecision.Watch;
import dev.slipway.rollout.RolloutPlanner;
import dev.slipway.rollout.RouterTrust;
import dev.slipway.rollout.StepJudge;
import dev.slipway.rollout.StepJudge.Judgement;
import dev.slipway.rollout.StepReport;
import dev.slipway.rollout.SuspectedPod;
import dev.slipway.rollout.VersionAnalysis;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rollout on paper: recorded blocks go through the analysis, the judge and the planner of a real
 * one, and each gets the decision that would have been taken. What was recorded does not obey, so a
 * step lasts until its weight changes; a decision to roll back is final.
 *
 * <p>Pure, with memory of the state of one analysis. Not shared between threads.
 */
public final class Rehearsal {

  private final RolloutPlan plan;
  private final AnalysisPlan rules;
  private VersionAnalysis analysis;
  private DataFlow data = DataFlow.NONE_YET;
  private @Nullable Watch watch;
  private Duration watchedSince = Duration.ZERO;
  private double weight;
  private int step;
  private @Nullable Judged rolledBack;
  private @Nullable Duration provenSince;
  private boolean provenBefore;
  private @Nullable Judged last;

  /**
   * @param attempt from 1; retries of an artifact share the bound on false rollbacks
   * @throws IllegalArgumentException when the rules are more than an analysis can hold
   */
  public Rehearsal(RolloutPlan plan, int attempt) {
    this.plan = plan;
    this.rules = AnalysisPlanning.plan(plan.analysis(), attempt);
    this.analysis = VersionAnalysis.of(CanaryAnalysis.start(rules));
  }

  /** The pod of the canary that was found to fail alone, and is left out since. */
  public Optional<String> lonePod() {
    return analysis.lonePod();
  }

  /** The rules that it judges by. */
  public AnalysisPlan rules() {
    return rules;
  }

  /**
   * Takes the next block and decides.
   *
   * @throws BadObservationException when the block cannot follow on the one before, or was not
   *     counted at the boundaries of the plan
   */
  public Judged next(ObservedBlock block) {
    Duration before = analysis.state().observedUntil();
    if (block.end().compareTo(before) <= 0) {
      throw new BadObservationException(
          before.isZero()
              ? "t is 0, but it is the end of the block, in seconds since the canary got its first"
                  + " traffic"
              : "t is %s, but the line before ended at %s: each block ends after the one before"
                  .formatted(Seconds.text(block.end()), Seconds.text(before)));
    }
    Watch watching = watch(block, before);
    analysis = block.judged(analysis, rules);
    if (rolledBack != null) {
      last = rolledBack.at(block);
      return last;
    }
    Judged judged = judge(block, watching);
    last = judged;
    return judged;
  }

  /** The step that the block belongs to: a new one where the weight is another. */
  private Watch watch(ObservedBlock block, Duration before) {
    int recorded = block.origin().map(ObservedBlock.Origin::step).orElse(step);
    if (watch != null && block.weight() == weight && recorded == step) {
      return watch;
    }
    Watch watching = RolloutPlanner.watching(plan, block.weight());
    if (watch != null) {
      provenBefore = soaks(watching) && provenSince != null;
      analysis = analysis.nextStep();
    }
    watch = watching;
    watchedSince = block.origin().map(ObservedBlock.Origin::from).orElse(before);
    weight = block.weight();
    step = recorded;
    data = DataFlow.NONE_YET;
    return watching;
  }

  private boolean soaks(Watch watching) {
    return watching.position() == plan.steps().size();
  }

  private Judged judge(ObservedBlock block, Watch watching) {
    Instant now = Instant.EPOCH.plus(block.end());
    Duration held = block.end().minus(watchedSince);
    data =
        data.counted(
            block.canary().requests(),
            block.stable().requests(),
            // A record does not tell of stable, where something else is compared.
            plan.baseline() == Baseline.FRESH,
            plan.baseline().comparedShare(weight),
            now);
    AnalysisReport report = analysis.report(plan.baseline());
    keepProof(report, block.end());
    Optional<Judgement> judgement =
        StepJudge.of(watching, plan)
            .judge(report, data, RouterTrust.FULL, lonePod(block), held, now);
    if (judgement.isEmpty()) {
      Decision decision = watching.isHold() ? Decision.PAUSE : Decision.CONTINUE;
      return new Judged(block.end(), weight, decision, watching.holding(), report);
    }
    Judged judged =
        switch (decide(watching, judgement.get(), held)) {
          case Promote() ->
              new Judged(block.end(), weight, Decision.ADVANCE, judgement.get().detail(), report);
          case RollBack(String reason) ->
              new Judged(block.end(), weight, Decision.ROLLBACK, reason, report);
          case Watch next when next.position() != watching.position() ->
              new Judged(block.end(), weight, Decision.ADVANCE, judgement.get().detail(), report);
          case Watch hold -> {
            watch = hold;
            watchedSince = block.end();
            yield new Judged(block.end(), weight, Decision.PAUSE, hold.holding(), report);
          }
        };
    if (judged.decision() == Decision.ROLLBACK) {
      rolledBack = judged;
    }
    return judged;
  }

  private Optional<String> lonePod(ObservedBlock block) {
    return block
        .suspect()
        .map(Suspect::pod)
        .filter(pod -> pod.proof() == SuspectedPod.Proof.SURE)
        .map(SuspectedPod::pod)
        .filter(pod -> analysis.lonePod().filter(pod::equals).isPresent())
        .map(pod -> "pod " + pod + " alone fails");
  }

  private void keepProof(AnalysisReport report, Duration now) {
    if (report.verdict() != Verdict.HEALTHY) {
      provenSince = null;
    } else if (provenSince == null) {
      provenSince = now;
    }
  }

  private RolloutDecision decide(Watch watching, Judgement judgement, Duration held) {
    StepReport report =
        new StepReport(
            judgement.end(), judgement.detail(), held, AnalysisReading.NONE, Evidence.NONE);
    return RolloutPlanner.next(plan, watching, report, new OperatorOrders());
  }

  /**
   * What it comes to, after the last block. HEALTHY asks for what a rollout asks for: the proof of
   * the last step that needs one; a soak needs none and must only not find a regression.
   */
  public Conclusion conclusion() {
    if (last == null) {
      return Conclusion.OF_NOTHING;
    }
    if (rolledBack != null) {
      AnalysisReport report = rolledBack.report();
      return report.verdict() == Verdict.REGRESSED
          ? new Conclusion(Verdict.REGRESSED, Optional.of(guilty(report)), rolledBack.end())
          : new Conclusion(Verdict.INCONCLUSIVE, unproven(report), rolledBack.end());
    }
    AnalysisReport report = last.report();
    if (provenSince != null) {
      return new Conclusion(Verdict.HEALTHY, Optional.empty(), provenSince);
    }
    return provenBefore && !report.sharedIncident()
        ? new Conclusion(Verdict.HEALTHY, Optional.empty(), last.end())
        : new Conclusion(Verdict.INCONCLUSIVE, unproven(report), last.end());
  }

  private static String guilty(AnalysisReport report) {
    return report.metrics().stream()
        .filter(metric -> metric.verdict() == Verdict.REGRESSED)
        .findFirst()
        .orElseThrow()
        .name();
  }

  private static Optional<String> unproven(AnalysisReport report) {
    return report.metrics().stream()
        .filter(metric -> !metric.proven())
        .map(MetricReport::name)
        .findFirst();
  }

  /** What a rollout would do after a block. */
  public enum Decision {
    CONTINUE,
    ADVANCE,
    ROLLBACK,
    PAUSE
  }

  /**
   * A block and what was decided after it.
   *
   * @param end of the block, since the canary got its first traffic
   * @param weight that the canary had
   * @param reason one sentence for a person; empty while it simply goes on
   * @param report after a rollback the one that led to it
   */
  public record Judged(
      Duration end, double weight, Decision decision, String reason, AnalysisReport report) {

    private Judged at(ObservedBlock block) {
      return new Judged(block.end(), block.weight(), decision, reason, report);
    }
  }

  /**
   * @param metric that is found worse, or that is not proven; absent when all is well, and where
   *     nothing was observed
   * @param at since when it is known, since the canary got its first traffic
   */
  public record Conclusion(Verdict verdict, Optional<String> metric, Duration at) {

    /** Nothing was observed, which is never a pass. */
    public static final Conclusion OF_NOTHING =
        new Conclusion(Verdict.INCONCLUSIVE, Optional.empty(), Duration.ZERO);
  }
}
