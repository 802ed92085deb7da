package dev.slipway.rollout;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.environment.EnvironmentWorkflow;
import dev.slipway.release.StepLog;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.RolloutDecision.Promote;
import dev.slipway.rollout.RolloutDecision.RollBack;
import dev.slipway.rollout.RolloutDecision.Watch;
import dev.slipway.rollout.RolloutResult.Outcome;
import dev.slipway.rollout.RolloutStatus.Phase;
import dev.slipway.temporal.ExternalSignal;
import dev.slipway.temporal.FailureSentence;
import dev.slipway.temporal.Interruptible;
import dev.slipway.temporal.SignalledOrder;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** See {@link RolloutWorkflow}. Sequences what {@link RolloutPlanner} decides. */
public final class RolloutWorkflowImpl implements RolloutWorkflow {

  private static final Logger LOG = Workflow.getLogger(RolloutWorkflowImpl.class);

  private final RolloutInput input;
  private final OperatorOrders orders = new OperatorOrders();
  private final CanaryPort canary;
  private final RolloutWording wording;
  private final RolloutRefusals refusals;
  private final StepLog log = new StepLog();
  private final Instant startedAt = now();
  private Phase phase = Phase.PREPARING;
  private double weight;
  private Optional<Waiting> waiting = Optional.empty();
  private Optional<AnalysisReading> analysis = Optional.empty();
  private Optional<Evidence> evidence = Optional.empty();
  private @Nullable RolloutResult result;

  @WorkflowInit
  public RolloutWorkflowImpl(RolloutInput input) {
    this.input = input;
    canary = new CanaryPort(input);
    wording = new RolloutWording(input);
    refusals = new RolloutRefusals(input.target().key(), orders);
    wording.steps().forEach(log::expect);
  }

  @Override
  public RolloutResult run(RolloutInput ignored) {
    RolloutResult end;
    try {
      end = bringIn();
    } catch (CanceledFailure e) {
      // Temporal's own cancel is the emergency exit: traffic still ends on a healthy version.
      CancellationScope detached =
          Workflow.newDetachedCancellationScope(() -> rollBack("cancelled in Temporal"));
      detached.run();
      tellEnvironment(
          new RolloutResult(Outcome.ROLLED_BACK, revision(), "cancelled in Temporal", now()));
      throw e;
    }
    result = end;
    phase = Phase.ENDED;
    waiting = Optional.empty();
    log.close(now());
    show();
    tellEnvironment(end);
    return end;
  }

  /**
   * What no retry can mend (a manifest that may not be applied, say) goes back with the reason: the
   * activities' own policy retries everything else for as long as it takes.
   */
  private RolloutResult bringIn() {
    try {
      return steps();
    } catch (ActivityFailure e) {
      return rollBack("broken: " + FailureSentence.of(e));
    }
  }

  private RolloutResult steps() {
    Optional<String> notReady = begin();
    if (notReady.isPresent()) {
      return rollBack(notReady.get());
    }
    RolloutDecision decision = RolloutPlanner.first(input.plan());
    while (true) {
      switch (decision) {
        case Watch watch -> {
          StepReport report = watch(watch);
          decision = RolloutPlanner.next(input.plan(), watch, report, orders);
          record(watch, report, decision);
          orders.seen();
        }
        case Promote() -> {
          return promote();
        }
        case RollBack(String reason) -> {
          return rollBack(reason);
        }
      }
    }
  }

  /** Empty when the canary is ready, else why not. */
  private Optional<String> begin() {
    log.start("prepare canary", "", now());
    show();
    Optional<CanaryReadiness> readiness =
        Interruptible.call(canary::begin, () -> orders.abort().isPresent());
    if (readiness.isEmpty()) {
      return Optional.of(
          "aborted by " + orders.abort().map(OperatorOrder::by).orElse("an operator"));
    }
    if (!readiness.get().ready()) {
      log.fail("prepare canary", readiness.get().detail(), now());
      return Optional.of("the canary did not become ready: " + readiness.get().detail());
    }
    log.pass("prepare canary", readiness.get().detail(), now());
    return Optional.empty();
  }

  private StepReport watch(Watch watch) {
    weight = watch.weight();
    phase = RolloutWording.phase(watch);
    waiting = Optional.of(wording.waiting(watch, now()));
    String name = wording.step(watch.position());
    log.start(name, watch.holding(), now());
    if (watch.isHold()) {
      log.waiting(name, watch.holding());
    }
    show();
    Optional<Evidence> before = evidence;
    Optional<StepReport> report =
        Interruptible.call(
            () -> canary.step(watch, before), orders::isUrgent, StepHeartbeat::lastOf);
    waiting = Optional.empty();
    report.ifPresent(
        found -> {
          evidence = Optional.of(found.evidence());
          analysis = Optional.of(found.analysis());
        });
    return report.orElseGet(() -> StepReport.interrupted(analysis, evidence));
  }

  private void record(Watch watch, StepReport report, RolloutDecision decision) {
    String name = wording.step(watch.position());
    switch (decision) {
      case Watch(
              int position,
              double w,
              StepOrder.Advance a,
              Duration min,
              Duration max,
              String holding)
          when position == watch.position() ->
          log.start(name, holding, now());
      case Watch next -> log.pass(name, report.detail(), now());
      case Promote() -> log.pass(name, report.detail(), now());
      case RollBack(String reason) -> log.fail(name, reason, now());
    }
  }

  private RolloutResult promote() {
    phase = Phase.PROMOTING;
    weight = 100;
    log.start("promote", "", now());
    show();
    CanaryReadiness promoted = canary.promote();
    if (!promoted.ready()) {
      log.fail("promote", promoted.detail(), now());
      return rollBack("the new stable version did not become ready: " + promoted.detail());
    }
    log.pass("promote", promoted.detail(), now());
    return new RolloutResult(
        Outcome.PROMOTED, revision(), analysis.map(AnalysisReading::sentence).orElse(""), now());
  }

  private RolloutResult rollBack(String reason) {
    phase = Phase.ROLLING_BACK;
    log.start("roll back", reason, now());
    canary.withdraw();
    weight = 0;
    log.pass("roll back", reason, now());
    show();
    return new RolloutResult(Outcome.ROLLED_BACK, revision(), reason, now());
  }

  private void tellEnvironment(RolloutResult end) {
    EnvironmentWorkflow environment =
        Workflow.newExternalWorkflowStub(
            EnvironmentWorkflow.class, WorkflowIds.environment(input.target().key()));
    if (!ExternalSignal.isDelivered(() -> environment.rolloutEnded(end))) {
      LOG.warn("the environment {} could not be told how its rollout ended", input.target().key());
    }
  }

  private String revision() {
    return input.candidate().revision();
  }

  private void show() {
    Workflow.setCurrentDetails(RolloutDetails.markdown(status()));
  }

  // What people and other workflows ask and order.

  @Override
  public RolloutStatus status() {
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

  @Override
  public void validatePause(OperatorOrder order) {
    refusals.pause(phase);
  }

  @Override
  public String pause(OperatorOrder order) {
    orders.pause(order);
    return "paused at " + RolloutWording.percent(weight) + "; the analysis goes on";
  }

  @Override
  public void validateResume(OperatorOrder order) {
    refusals.resume(phase);
  }

  @Override
  public String resume(OperatorOrder order) {
    orders.resume();
    return "resumed";
  }

  @Override
  public void validateAbort(OperatorOrder order) {
    refusals.abort(phase);
  }

  @Override
  public String abort(OperatorOrder order) {
    orders.abort(order);
    return "traffic goes back to stable";
  }

  @Override
  public void validatePromote(OperatorOrder order) {
    refusals.promote(phase);
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
