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
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts the rollout of an environment and looks after it. The rollout outlives this run of the
 * environment: it is known by its id, never by a child's promise.
 */
final class RolloutHandle {

  private static final String HEEDED = "the end of a rollout that tells nothing is heeded";

  private final EnvironmentKey key;
  private final EnvironmentLedger ledger;
  private final EnvironmentPort port;
  private final Runnable nudge;

  /**
   * @param nudge wakes the environment
   */
  RolloutHandle(
      EnvironmentKey key, EnvironmentLedger ledger, EnvironmentPort port, Runnable nudge) {
    this.key = key;
    this.ledger = ledger;
    this.port = port;
    this.nudge = nudge;
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
            ledger.trial().nextAttempt(candidate.revision()),
            ledger.hooksOf(state));
    ActiveRollout active =
        new ActiveRollout(input, ledger.bringer().map(Candidacy::release), head, now());
    ledger.trial().started(active);
    boolean heeded = Workflow.getVersion(HEEDED, Workflow.DEFAULT_VERSION, 1) == 1;
    RolloutWorkflow rollout = Workflow.newChildWorkflowStub(RolloutWorkflow.class, options(cause));
    Promise<RolloutResult> end = Async.function(rollout::run, input);
    try {
      Workflow.getWorkflowExecution(rollout).get();
    } catch (ChildWorkflowFailure e) {
      ledger.trial().notStarted(active);
      throw e;
    }
    if (heeded) {
      end.handle((result, failure) -> heed(input, failure));
    }
  }

  /**
   * A rollout tells its end by signal before it closes. One that was terminated told nothing, and
   * its canary has traffic that nobody watches any more: that is heard of at once, while this run
   * of the environment lasts.
   */
  private boolean heed(RolloutInput input, @Nullable RuntimeException failure) {
    if (failure != null && ledger.trial().result().isEmpty()) {
      ledger.trial().ended(withoutResult(input, now()));
      nudge.run();
    }
    return true;
  }

  /** How a rollout has ended whose workflow was terminated: somebody has to clean up after it. */
  static RolloutResult withoutResult(RolloutInput input, Instant at) {
    return new RolloutResult(
        RolloutResult.Outcome.ROLLED_BACK,
        input.candidate().revision(),
        "its rollout ended without a result: "
            + WorkflowIds.rollout(input.target().key())
            + " was terminated in Temporal",
        at);
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
    Optional<ActiveRollout> active = ledger.trial().active();
    if (active.isEmpty() || ledger.trial().result().isPresent()) {
      return;
    }
    if (!port.isRunning(WorkflowIds.rollout(key)) && ledger.trial().result().isEmpty()) {
      ledger.trial().ended(withoutResult(active.get().input(), now()));
    }
  }
}
