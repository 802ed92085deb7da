package dev.slipway.release;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.delivery.RolloutPlan;
import dev.slipway.environment.EntityActivities;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.EnvironmentWorkflow;
import dev.slipway.environment.LastRollout;
import dev.slipway.environment.MergedChange;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus.Phase;
import dev.slipway.rollout.RolloutWorkflow;
import dev.slipway.temporal.ActivityPolicies;
import dev.slipway.temporal.ExternalSignal;
import dev.slipway.temporal.NamedWait;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Waits for what becomes of a merged change, which the environment owns from the merge on. An abort
 * is now an order to roll back: it goes to the rollout of this release, never to that of another,
 * and the outcome is awaited all the same.
 */
final class OutcomeWait {

  private static final Duration ASK_AGAIN = Duration.ofMinutes(10);
  private static final Duration ABORT_AGAIN = Duration.ofSeconds(2);

  private static final String REFUSAL_ENDS = "no outcome comes after a refusal";
  private static final String ABORTS_OWN = "an abort is for the release's own rollout only";

  private final ReleaseRuntime runtime;
  private final EnvironmentKey key;
  private final String rollout;
  private final EntityActivities entities;
  private final String commit;
  private final boolean landed;
  private boolean refusalEnds;
  private Duration abortAgain = ABORT_AGAIN;

  /**
   * @param commit the merge commit, or the branch's head, where it had this revision already
   * @param landed whether the release's own pull request was merged, by itself or by a person; else
   *     somebody else has brought the same
   */
  OutcomeWait(ReleaseRuntime runtime, EnvironmentKey key, String commit, boolean landed) {
    this.runtime = runtime;
    this.key = key;
    this.commit = commit;
    this.landed = landed;
    rollout = WorkflowIds.rollout(key);
    entities =
        Workflow.newActivityStub(
            EntityActivities.class, ActivityPolicies.exchange("whose rollout runs in " + key));
  }

  /**
   * @param step name of the step that is shown
   * @throws ReleaseStopped when the environment refuses the release or has a newer one, when it is
   *     aborted and has brought nothing here, and when there is no outcome for 7 days
   */
  EnvironmentOutcome await(String step) {
    refusalEnds = Workflow.getVersion(REFUSAL_ENDS, Workflow.DEFAULT_VERSION, 1) == 1;
    runtime.enter(Phase.ROLLING_OUT);
    runtime.progress().rollingOut(rollout);
    runtime.progress().log().start(step, "", now());
    runtime.progress().log().refer(step, rollout);
    Instant deadline = now().plus(RolloutPlan.AWAITED);
    EnvironmentWorkflow environment =
        Workflow.newExternalWorkflowStub(EnvironmentWorkflow.class, WorkflowIds.environment(key));
    while (now().isBefore(deadline)) {
      environment.merged(new MergedChange(runtime.release(), commit));
      if (isThere(step, deadline)) {
        return outcome().orElseThrow();
      }
      Optional<ReleaseStopped> refusal = refusal();
      if (refusal.isPresent()) {
        runtime.stopIfAborted(step);
        throw refusal.get();
      }
    }
    throw new ReleaseStopped(
        Outcome.FAILED, "the environment " + key + " gave no outcome for 7 days");
  }

  private boolean isThere(String step, Instant deadline) {
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
          giveAbortOrder(step), "the way back of " + key.environment(), this::isAnswered);
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

  /**
   * The environment may not have started the rollout yet: then the order is given again, soon at
   * first.
   *
   * @return how long to wait before the next one
   * @throws ReleaseStopped when there is nothing to roll back for this release
   */
  private Duration giveAbortOrder(String step) {
    if (Workflow.getVersion(ABORTS_OWN, Workflow.DEFAULT_VERSION, 1) != 1) {
      return isRolloutAborted() ? ASK_AGAIN : ABORT_AGAIN;
    }
    try {
      boolean own = entities.lastRollout(key).filter(this::isOwn).isPresent();
      if (own && isRolloutAborted()) {
        return ASK_AGAIN;
      }
      if (!own && !landed) {
        runtime.stopIfAborted(step);
      }
    } catch (ActivityFailure e) {
      // Nobody else's rollout is aborted on a guess: it is asked again.
      Workflow.getLogger(OutcomeWait.class).warn("whose rollout runs in {} is unknown", key, e);
    }
    Duration wait = abortAgain;
    abortAgain = shorter(abortAgain.multipliedBy(2), ASK_AGAIN);
    return wait;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /**
   * A person who merges a release's pull request is the rollout's cause, but brings the release.
   */
  private boolean isOwn(LastRollout last) {
    boolean named = last.input().cause().equals(runtime.release());
    boolean merged = landed && last.input().candidate().commit().equals(commit);
    return last.running() && (named || merged);
  }

  private boolean isRolloutAborted() {
    RolloutWorkflow running = Workflow.newExternalWorkflowStub(RolloutWorkflow.class, rollout);
    return ExternalSignal.isDelivered(
        () -> running.abortSignal(runtime.inbox().abort().orElseThrow()));
  }
}
