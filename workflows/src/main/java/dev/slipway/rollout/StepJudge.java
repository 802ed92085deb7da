package dev.slipway.rollout;

import dev.slipway.analysis.AnalysisReport;
import dev.slipway.analysis.Verdict;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.rollout.RolloutDecision.Watch;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether a step is over, and how it ended. Pure: a rollout and a rehearsal of one on paper
 * judge by the same.
 *
 * @param missingData for so long metrics or traffic may be missing
 */
public record StepJudge(
    Advance advance, Duration minimumHold, Duration maximumHold, Duration missingData) {

  /** How a step ended, and the sentence for a person. */
  public record Judgement(End end, String detail) {}

  /** Of the step that was ordered. */
  public static StepJudge of(StepOrder order) {
    return new StepJudge(
        order.advance(), order.minimumHold(), order.maximumHold(), order.plan().missingData());
  }

  /** Of the step that was decided on. */
  public static StepJudge of(Watch watch, RolloutPlan plan) {
    return new StepJudge(
        watch.advance(), watch.minimumHold(), watch.maximumHold(), plan.missingData());
  }

  /**
   * Empty while the step goes on.
   *
   * @param lonePod why the step does not pass while one pod of the canary alone fails; empty when
   *     none does
   * @param held how long the weight has been in force
   */
  public Optional<Judgement> judge(
      AnalysisReport report,
      DataFlow data,
      RouterTrust router,
      Optional<String> lonePod,
      Duration held,
      Instant now) {
    if (report.verdict() == Verdict.REGRESSED) {
      return end(End.REGRESSED, report.sentence());
    }
    if (router.breach().isPresent()) {
      return end(End.UNHEALTHY, router.breach().get());
    }
    if (data.isMissingFor(missingData, now) && (data.unreadable() || !isHold())) {
      return end(
          End.NO_DATA,
          data.why() + " for " + missingData.toSeconds() + " s, and missing data is never a pass");
    }
    if (report.sharedIncident() && !isHold()) {
      return end(End.SHARED_INCIDENT, report.sentence());
    }
    if (held.compareTo(minimumHold) < 0 || (router.doubted() && !isHold())) {
      return Optional.empty();
    }
    boolean over = held.compareTo(maximumHold) >= 0;
    if (lonePod.isPresent() && !isHold()) {
      return over ? end(End.LONE_POD, lonePod.get()) : Optional.empty();
    }
    if (isReached(report, over) && (data.canPass() || isHold())) {
      return end(End.ADVANCE, report.sentence());
    }
    // While data is missing the step waits for it, or for the deadline of missing data.
    return over && !data.isMissing() ? end(End.INCONCLUSIVE, report.sentence()) : Optional.empty();
  }

  private boolean isReached(AnalysisReport report, boolean over) {
    return switch (advance) {
      case BY_TIME -> true;
      case BY_EVIDENCE -> report.proven();
      case NEVER -> over;
    };
  }

  /** It waits for a person, who was asked because of what is known already. */
  private boolean isHold() {
    return advance == Advance.NEVER && minimumHold.isZero();
  }

  private static Optional<Judgement> end(End end, String detail) {
    return Optional.of(new Judgement(end, detail));
  }
}
