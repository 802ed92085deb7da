package dev.slipway.release;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.delivery.RolloutPlan;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.EnvironmentWorkflow;
import dev.slipway.environment.MergedChange;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus.Phase;
import dev.slipway.rollout.RolloutWorkflow;
import dev.slipway.temporal.ExternalSignal;
import dev.slipway.temporal.NamedWait;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Waits for what becomes of a merged change, which the environment owns from the merge on. An abort
 * is now an order to roll back: it goes to the rollout, and the outcome is awaited all the same.
 */
final class OutcomeWait {

  private static final Duration ASK_AGAIN = Duration.ofMinutes(10);
  private static final Duration ABORT_AGAIN = Duration.ofSeconds(2);

  private static final String REFUSAL_ENDS = "no outcome comes after a refusal";

  private final ReleaseRuntime runtime;
  private final EnvironmentKey key;
  private final String rollout;
  private boolean refusalEnds;

  OutcomeWait(ReleaseRuntime runtime, EnvironmentKey key) {
    this.runtime = runtime;
    this.key = key;
    rollout = WorkflowIds.rollout(key);
  }

  /**
   * @param step name of the step that is shown
   * @throws ReleaseStopped when the environment refuses the release or has a newer one, and when
   *     there is no outcome for 7 days
   */
  EnvironmentOutcome await(String mergeCommit, String step) {
    refusalEnds = Workflow.getVersion(REFUSAL_ENDS, Workflow.DEFAULT_VERSION, 1) == 1;
    runtime.enter(Phase.ROLLING_OUT);
    runtime.progress().rollingOut(rollout);
    runtime.progress().log().start(step, "", now());
    runtime.progress().log().refer(step, rollout);
    Instant deadline = now().plus(RolloutPlan.AWAITED);
    EnvironmentWorkflow environment =
        Workflow.newExternalWorkflowStub(EnvironmentWorkflow.class, WorkflowIds.environment(key));
    while (now().isBefore(deadline)) {
      environment.merged(new MergedChange(runtime.release(), mergeCommit));
      if (isThere(deadline)) {
        return outcome().orElseThrow();
      }
      Optional<ReleaseStopped> refusal = refusal();
      if (refusal.isPresent()) {
        throw refusal.get();
      }
    }
    throw new ReleaseStopped(
        Outcome.FAILED, "the environment " + key + " gave no outcome for 7 days");
  }

  private boolean isThere(Instant deadline) {
    runtime
        .progress()
        .await(
            new Waiting(
                "the rollout in " + key.environment(),
                now(),
                Optional.of(deadline),
                "the release fails",
                List.of("rollout " + rollout),
                List.of(
                    "slipway release watch " + runtime.release(),
                    "slipway release abort " + runtime.release())));
    runtime.show();
    NamedWait.await(
        ASK_AGAIN,
        "outcome in " + key.environment() + ", else it asks again",
        () -> isAnswered() || runtime.inbox().isAborted());
    if (!isAnswered() && runtime.inbox().isAborted()) {
      NamedWait.await(
          isRolloutAborted() ? ASK_AGAIN : ABORT_AGAIN,
          "the way back of " + key.environment(),
          this::isAnswered);
    }
    runtime.progress().proceed();
    return hasOutcome();
  }

  private Optional<EnvironmentOutcome> outcome() {
    return runtime.inbox().outcome(key.environment());
  }

  private boolean hasOutcome() {
    return outcome().isPresent();
  }

  private boolean isAnswered() {
    return hasOutcome() || refusal().isPresent();
  }

  /** What has been rolled back is refused, what a newer release has overtaken is superseded. */
  private Optional<ReleaseStopped> refusal() {
    return refusalEnds
        ? runtime.inbox().slot(key.environment()).flatMap(SlotClaim::refusal)
        : Optional.empty();
  }

  /** The environment may not have started the rollout yet: then the order is given again soon. */
  private boolean isRolloutAborted() {
    RolloutWorkflow running = Workflow.newExternalWorkflowStub(RolloutWorkflow.class, rollout);
    return ExternalSignal.isDelivered(
        () -> running.abortSignal(runtime.inbox().abort().orElseThrow()));
  }
}
