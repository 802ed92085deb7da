package dev.slipway.rollout;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Progressive delivery of one revision; {@code rollout/<environment>/<service>}: the id is the
 * lock.
 */
@WorkflowInterface
public interface RolloutWorkflow {

  @WorkflowMethod(name = "Rollout")
  RolloutResult run(RolloutInput input);

  @QueryMethod(name = "status")
  RolloutStatus status();

  /**
   * Holds the present weight until resumed; analysis goes on, and a regression still rolls back.
   */
  @UpdateMethod(name = "pause")
  String pause(OperatorOrder order);

  @UpdateValidatorMethod(updateName = "pause")
  void validatePause(OperatorOrder order);

  /** Goes on after a pause, or decides to go on where the plan holds for a person. */
  @UpdateMethod(name = "resume")
  String resume(OperatorOrder order);

  @UpdateValidatorMethod(updateName = "resume")
  void validateResume(OperatorOrder order);

  /** Rolls back. */
  @UpdateMethod(name = "abort")
  String abort(OperatorOrder order);

  @UpdateValidatorMethod(updateName = "abort")
  void validateAbort(OperatorOrder order);

  /** Skips the present wait; never overrides REGRESSED. */
  @UpdateMethod(name = "promote")
  String promote(OperatorOrder order);

  @UpdateValidatorMethod(updateName = "promote")
  void validatePromote(OperatorOrder order);

  @SignalMethod(name = "pause")
  void pauseSignal(OperatorOrder order);

  @SignalMethod(name = "resume")
  void resumeSignal(OperatorOrder order);

  @SignalMethod(name = "abort")
  void abortSignal(OperatorOrder order);

  @SignalMethod(name = "promote")
  void promoteSignal(OperatorOrder order);
}
