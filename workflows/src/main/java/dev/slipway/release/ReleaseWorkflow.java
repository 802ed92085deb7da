package dev.slipway.release;

import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.SlotAnswer;
import dev.slipway.rollout.OperatorOrder;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One attempt to bring one commit to its environments; {@code release/<service>/<commit, 12
 * digits>-<attempt>}.
 */
@WorkflowInterface
public interface ReleaseWorkflow {

  @WorkflowMethod(name = "Release")
  ReleaseResult run(ReleaseInput input);

  @QueryMethod(name = "status")
  ReleaseStatus status();

  @UpdateMethod(name = "approve")
  String approve(Decision decision);

  @UpdateValidatorMethod(updateName = "approve")
  void validateApprove(Decision decision);

  @UpdateMethod(name = "reject")
  String reject(Decision decision);

  @UpdateValidatorMethod(updateName = "reject")
  void validateReject(Decision decision);

  /**
   * Before the merge it ends the release; after it, it rolls back; after promotion it is refused.
   */
  @UpdateMethod(name = "abort")
  String abort(OperatorOrder order);

  @UpdateValidatorMethod(updateName = "abort")
  void validateAbort(OperatorOrder order);

  /** Tries a broken (parked) step again. */
  @UpdateMethod(name = "retry")
  String retry(OperatorOrder order);

  @UpdateValidatorMethod(updateName = "retry")
  void validateRetry(OperatorOrder order);

  @SignalMethod(name = "approve")
  void approveSignal(Decision decision);

  @SignalMethod(name = "reject")
  void rejectSignal(Decision decision);

  @SignalMethod(name = "abort")
  void abortSignal(OperatorOrder order);

  @SignalMethod(name = "retry")
  void retrySignal(OperatorOrder order);

  /**
   * From a webhook: something may have happened at this release's pull request. Never the truth:
   * the release only looks earlier.
   */
  @SignalMethod(name = "pullRequestMoved")
  void pullRequestMoved();

  /** From the environment: the slot is granted, or this release is superseded or refused. */
  @SignalMethod(name = "slotAnswered")
  void slotAnswered(SlotAnswer answer);

  /** From the environment: what became of the merged change. */
  @SignalMethod(name = "outcome")
  void outcome(EnvironmentOutcome outcome);
}
