package dev.slipway.rollout;

import dev.slipway.analysis.AnalysisReport;
import dev.slipway.analysis.Verdict;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides whether a step is over, and how it ended. Pure. */
record StepJudge(StepOrder order) {

  /** How a step ended, and the sentence for a person. */
  record Judgement(End end, String detail) {}

  /** Empty while the step goes on. */
  Optional<Judgement> judge(
      AnalysisReport report, DataFlow data, Obedience obedience, Duration held, Instant now) {
    if (report.verdict() == Verdict.REGRESSED) {
      return end(End.REGRESSED, report.sentence());
    }
    if (obedience.breach().isPresent()) {
      return end(End.UNHEALTHY, obedience.breach().get());
    }
    if (data.isMissingFor(order.plan().missingData(), now) && (data.unreadable() || !isHold())) {
      return end(
          End.NO_DATA,
          data.why()
              + " for "
              + order.plan().missingData().toSeconds()
              + " s, and missing data is never a pass");
    }
    if (report.sharedIncident() && !isHold()) {
      return end(End.SHARED_INCIDENT, report.sentence());
    }
    if (held.compareTo(order.minimumHold()) < 0
        || (!isHold() && obedience.isDoubted(order.plan().missingData(), now))) {
      return Optional.empty();
    }
    boolean over = held.compareTo(order.maximumHold()) >= 0;
    if (isReached(report, over) && (data.canPass() || isHold())) {
      return end(End.ADVANCE, report.sentence());
    }
    // While data is missing the step waits for it, or for the deadline of missing data.
    return over && !data.isMissing() ? end(End.INCONCLUSIVE, report.sentence()) : Optional.empty();
  }

  private boolean isReached(AnalysisReport report, boolean over) {
    return switch (order.advance()) {
      case BY_TIME -> true;
      case BY_EVIDENCE -> report.proven();
      case NEVER -> over;
    };
  }

  /** It waits for a person, who was asked because of what is known already. */
  private boolean isHold() {
    return order.advance() == Advance.NEVER && order.minimumHold().isZero();
  }

  private static Optional<Judgement> end(End end, String detail) {
    return Optional.of(new Judgement(end, detail));
  }
}
