package dev.slipway.rollout;

import dev.slipway.environment.EnvironmentWorkflow;
import dev.slipway.rollout.RolloutResult.Outcome;
import dev.slipway.temporal.ExternalSignal;
import dev.slipway.temporal.FailureSentence;
import dev.slipway.temporal.SignalledOrder;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.Optional;
import org.slf4j.Logger;

/** See {@link RolloutWorkflow}. The way itself is a {@link RolloutCourse}. */
public final class RolloutWorkflowImpl implements RolloutWorkflow {

  private static final Logger LOG = Workflow.getLogger(RolloutWorkflowImpl.class);

  private final RolloutInput input;
  private final OperatorOrders orders = new OperatorOrders();
  private final RolloutRefusals refusals;
  private final RolloutProgress progress;
  private final RolloutCourse course;
  private final RolloutHooks hooks;

  @WorkflowInit
  public RolloutWorkflowImpl(RolloutInput input) {
    this.input = input;
    refusals = new RolloutRefusals(input, orders);
    progress = new RolloutProgress(input, RolloutWording.steps(input));
    course =
        input
            .plan()
            .rolling()
            .<RolloutCourse>map(plan -> new RollingCourse(input, plan, orders, progress))
            .orElseGet(() -> new CanaryCourse(input, orders, progress));
    hooks = new RolloutHooks(input, orders, progress);
  }

  @Override
  public RolloutResult run(RolloutInput ignored) {
    RolloutResult end;
    try {
      end = bringIn();
    } catch (CanceledFailure e) {
      // Temporal's own cancel is the emergency exit: traffic still ends on a healthy version.
      CancellationScope detached =
          Workflow.newDetachedCancellationScope(() -> course.rollBack("cancelled in Temporal"));
      detached.run();
      tellEnvironment(progress.rolledBack("cancelled in Temporal"));
      throw e;
    }
    progress.close(end);
    tellEnvironment(end);
    return end;
  }

  /**
   * What no retry can mend (a manifest that may not be applied, say) goes back with the reason: the
   * activities' own policy retries everything else for as long as it takes.
   */
  private RolloutResult bringIn() {
    try {
      Optional<String> obstacle = hooks.before();
      if (obstacle.isPresent()) {
        // The candidate has got nothing yet: there is nothing to take back.
        return progress.rolledBack(obstacle.get());
      }
      RolloutResult end = course.bringIn();
      return end.outcome() == Outcome.PROMOTED
          ? hooks.after().map(course::rollBack).orElse(end)
          : end;
    } catch (ActivityFailure e) {
      return course.rollBack("broken: " + FailureSentence.of(e));
    }
  }

  private void tellEnvironment(RolloutResult end) {
    EnvironmentWorkflow environment =
        Workflow.newExternalWorkflowStub(
            EnvironmentWorkflow.class, WorkflowIds.environment(input.target().key()));
    if (!ExternalSignal.isDelivered(() -> environment.rolloutEnded(end))) {
      LOG.warn("the environment {} could not be told how its rollout ended", input.target().key());
    }
  }

  // What people and other workflows ask and order.

  @Override
  public RolloutStatus status() {
    return progress.status();
  }

  @Override
  public void validatePause(OperatorOrder order) {
    refusals.pause(progress.phase());
  }

  @Override
  public String pause(OperatorOrder order) {
    orders.pause(order);
    return "paused at " + RolloutWording.percent(progress.weight()) + "; the analysis goes on";
  }

  @Override
  public void validateResume(OperatorOrder order) {
    refusals.resume(progress.phase());
  }

  @Override
  public String resume(OperatorOrder order) {
    orders.resume();
    return "resumed";
  }

  @Override
  public void validateAbort(OperatorOrder order) {
    refusals.abort(progress.phase(), progress.isVerifying());
  }

  @Override
  public String abort(OperatorOrder order) {
    orders.abort(order);
    return "traffic goes back to stable";
  }

  @Override
  public void validatePromote(OperatorOrder order) {
    refusals.promote(progress.phase(), progress.isVerifying());
  }

  @Override
  public String promote(OperatorOrder order) {
    orders.promote(order);
    return "the present wait is skipped";
  }

  @Override
  public void pauseSignal(OperatorOrder order) {
    SignalledOrder.ifAllowed(() -> validatePause(order), () -> pause(order));
  }

  @Override
  public void resumeSignal(OperatorOrder order) {
    SignalledOrder.ifAllowed(() -> validateResume(order), () -> resume(order));
  }

  @Override
  public void abortSignal(OperatorOrder order) {
    SignalledOrder.ifAllowed(() -> validateAbort(order), () -> abort(order));
  }

  @Override
  public void promoteSignal(OperatorOrder order) {
    SignalledOrder.ifAllowed(() -> validatePromote(order), () -> promote(order));
  }
}
