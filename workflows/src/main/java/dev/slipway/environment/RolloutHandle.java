package dev.slipway.environment;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.gitops.ConfigHead;
import dev.slipway.gitops.RenderedState;
import dev.slipway.rollout.RevisionRef;
import dev.slipway.rollout.RolloutInput;
import dev.slipway.rollout.RolloutResult;
import dev.slipway.rollout.RolloutWorkflow;
import dev.slipway.temporal.SlipwaySearchAttributes;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.util.Optional;

/**
 * Starts the rollout of an environment and looks after it. The rollout outlives this run of the
 * environment: it is known by its id, never by a child's promise.
 */
final class RolloutHandle {

  private final EnvironmentKey key;
  private final EnvironmentLedger ledger;
  private final EnvironmentPort port;

  RolloutHandle(EnvironmentKey key, EnvironmentLedger ledger, EnvironmentPort port) {
    this.key = key;
    this.ledger = ledger;
    this.port = port;
  }

  /**
   * @throws ChildWorkflowFailure when another run of the id has not closed yet: nothing has been
   *     started then, and trying again soon is right
   */
  void start(ConfigHead head, StableRevision stable, EnvironmentPlan plan, String workload) {
    RenderedState state = head.state();
    RevisionRef candidate = new RevisionRef(state.commit(), state.revision(), state.artifact());
    String cause = ledger.bringer().map(Candidacy::release).orElse(head.cause().author());
    RolloutInput input =
        new RolloutInput(
            port.target(workload),
            stable.ref(),
            candidate,
            plan.rollout(),
            cause,
            ledger.nextAttempt(candidate.revision()),
            ledger.hooksOf(state));
    ActiveRollout active =
        new ActiveRollout(input, ledger.bringer().map(Candidacy::release), head, now());
    ledger.started(active);
    RolloutWorkflow rollout = Workflow.newChildWorkflowStub(RolloutWorkflow.class, options(cause));
    Async.function(rollout::run, input);
    try {
      Workflow.getWorkflowExecution(rollout).get();
    } catch (ChildWorkflowFailure e) {
      ledger.notStarted(active);
      throw e;
    }
  }

  private ChildWorkflowOptions options(String cause) {
    return ChildWorkflowOptions.newBuilder()
        .setWorkflowId(WorkflowIds.rollout(key))
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
        .setTypedSearchAttributes(
            SearchAttributes.newBuilder()
                .set(SlipwaySearchAttributes.SERVICE, key.service())
                .set(SlipwaySearchAttributes.ENVIRONMENT, key.environment())
                .build())
        .setStaticSummary("rollout of " + cause + " in " + key.environment())
        .build();
  }

  /**
   * A rollout that ended while nobody listened (it was terminated, or its signal was lost) must not
   * be waited for.
   */
  void lookAfter() {
    Optional<ActiveRollout> active = ledger.snapshot().rollout();
    if (active.isEmpty() || ledger.snapshot().rolloutResult().isPresent()) {
      return;
    }
    if (!port.isRunning(WorkflowIds.rollout(key)) && ledger.snapshot().rolloutResult().isEmpty()) {
      String candidate = active.get().input().candidate().revision();
      ledger.ended(
          new RolloutResult(
              RolloutResult.Outcome.ROLLED_BACK,
              candidate,
              "its rollout ended without a result",
              now()));
    }
  }
}
