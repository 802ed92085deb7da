package dev.slipway.rollout;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.release.StepLog;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.RolloutResult.Outcome;
import dev.slipway.rollout.RolloutStatus.Phase;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a rollout is: what people see of it. */
final class RolloutProgress {

  private final RolloutInput input;
  private final StepLog log = new StepLog();
  private final Instant startedAt = now();
  private Phase phase = Phase.PREPARING;
  private double weight;
  private boolean verifying;
  private Optional<Waiting> waiting = Optional.empty();
  private Optional<AnalysisReading> analysis = Optional.empty();
  private @Nullable RolloutResult result;

  RolloutProgress(RolloutInput input, List<String> steps) {
    this.input = input;
    steps.forEach(log::expect);
  }

  StepLog log() {
    return log;
  }

  Phase phase() {
    return phase;
  }

  double weight() {
    return weight;
  }

  Optional<AnalysisReading> analysis() {
    return analysis;
  }

  void enter(Phase next) {
    phase = next;
  }

  void shift(double to) {
    weight = to;
  }

  /** Jobs check what is promoted. */
  void verify(boolean now) {
    verifying = now;
  }

  boolean isVerifying() {
    return verifying;
  }

  void waitFor(Waiting what) {
    waiting = Optional.of(what);
  }

  void waitedEnough() {
    waiting = Optional.empty();
  }

  void read(AnalysisReading reading) {
    analysis = Optional.of(reading);
  }

  RolloutResult promoted(String reason) {
    return ended(Outcome.PROMOTED, reason);
  }

  RolloutResult rolledBack(String reason) {
    return ended(Outcome.ROLLED_BACK, reason);
  }

  private RolloutResult ended(Outcome outcome, String reason) {
    return new RolloutResult(outcome, input.candidate().revision(), reason, now());
  }

  void close(RolloutResult end) {
    result = end;
    phase = Phase.ENDED;
    waiting = Optional.empty();
    log.close(now());
    show();
  }

  void show() {
    Workflow.setCurrentDetails(RolloutDetails.markdown(status()));
  }

  RolloutStatus status() {
    return new RolloutStatus(
        input,
        phase,
        weight,
        log.steps(),
        analysis,
        waiting,
        Optional.ofNullable(result),
        startedAt);
  }
}
