package dev.slipway.environment;

import dev.slipway.rollout.OperatorOrder;
import dev.slipway.rollout.RolloutResult;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * An entity per service and environment; {@code environment/<environment>/<service>}. Lives as long
 * as the service there.
 */
@WorkflowInterface
public interface EnvironmentWorkflow {

  @WorkflowMethod(name = "Environment")
  void run(EnvironmentState state);

  @QueryMethod(name = "status")
  EnvironmentStatus status();

  /** From a release: announce, or ask for the slot. Answered by {@code slotAnswered}. */
  @SignalMethod(name = "candidacy")
  void candidacy(Candidacy candidacy);

  /**
   * From a release that holds the slot. Answered by {@code outcome}; repeated when the answer was
   * missed.
   */
  @SignalMethod(name = "merged")
  void merged(MergedChange change);

  @SignalMethod(name = "slotReturned")
  void slotReturned(SlotReturn back);

  @SignalMethod(name = "headMoved")
  void headMoved(HeadMoved head);

  /** From a watch of the cluster: something may have drifted. */
  @SignalMethod(name = "liveChanged")
  void liveChanged();

  /** From a webhook: the pull request that it waits for may have moved. */
  @SignalMethod(name = "pullRequestMoved")
  void pullRequestMoved();

  @SignalMethod(name = "rolloutEnded")
  void rolloutEnded(RolloutResult result);

  /** Syncs now; answers when done. */
  @UpdateMethod(name = "sync")
  EnvironmentStatus sync(OperatorOrder order);

  /**
   * Goes on in a new run with the same memory at the next safe point: for an operator who wants a
   * short history before an upgrade. Nothing is lost by it.
   */
  @SignalMethod(name = "continueAsNew")
  void continueAsNewNow();

  /** Takes what the production branch says as the first stable revision, without a canary. */
  @UpdateMethod(name = "adopt")
  EnvironmentStatus adopt(OperatorOrder order);

  @UpdateValidatorMethod(updateName = "adopt")
  void validateAdopt(OperatorOrder order);

  /**
   * Deletes objects that left Git beyond the prune budget, if they still are exactly those that a
   * person has looked at; answers when done, or after five minutes with the state as it is.
   */
  @UpdateMethod(name = "prune")
  EnvironmentStatus prune(PruneOrder order);

  @UpdateValidatorMethod(updateName = "prune")
  void validatePrune(PruneOrder order);

  /** What a sync would change. */
  @UpdateMethod(name = "diff")
  EnvironmentStatus diff();
}
