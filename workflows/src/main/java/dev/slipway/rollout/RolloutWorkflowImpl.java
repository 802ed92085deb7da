package dev.slipway.rollout;

import dev.slipway.environment.EnvironmentWorkflow;
import dev.slipway.release.StepLog;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.RolloutDecision.Promote;
import dev.slipway.rollout.RolloutDecision.RollBack;
import dev.slipway.rollout.RolloutDecision.Watch;
import dev.slipway.rollout.RolloutResult.Outcome;
import dev.slipway.rollout.RolloutStatus.Phase;
import dev.slipway.temporal.ActivityPolicies;
import dev.slipway.temporal.ExternalSignal;
import dev.slipway.temporal.FailureSentence;
import dev.slipway.temporal.FailureType;
import dev.slipway.temporal.Interruptible;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** See {@link RolloutWorkflow}. Sequences what {@link RolloutPlanner} decides. */
public final class RolloutWorkflowImpl implements RolloutWorkflow {

  private static final Logger LOG = Workflow.getLogger(RolloutWorkflowImpl.class);

  /** Room for what an activity does beside the waiting that its order bounds. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final RolloutInput input;
  private final OperatorOrders orders = new OperatorOrders();
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
    log.expect("prepare canary");
    for (int position = 0; position < input.plan().steps().size(); position++) {
      log.expect(stepName(position));
    }
    if (!input.plan().soak().isZero()) {
      log.expect("soak");
    }
    log.expect("promote");
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
    Duration readyWithin = input.plan().readyWithin();
    CanaryActivities canary = canary("start the canary of " + input.target().key(), readyWithin);
    Optional<CanaryReadiness> readiness =
        Interruptible.call(
            () ->
                canary.begin(
                    new CanaryOrder(
                        input.target(), input.stable(), input.candidate(), readyWithin)),
            () -> orders.abort().isPresent());
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
    phase = phaseOf(watch);
    waiting = Optional.of(waitingOf(watch));
    String name = stepName(watch.position());
    log.start(name, watch.holding(), now());
    if (watch.isHold()) {
      log.waiting(name, watch.holding());
    }
    show();
    CanaryActivities canary = canary(summary(watch), watch.maximumHold());
    StepOrder order =
        new StepOrder(
            input.target(),
            input.stable(),
            input.candidate(),
            watch.position(),
            watch.weight(),
            watch.advance(),
            watch.minimumHold(),
            watch.maximumHold(),
            input.plan(),
            input.attempt(),
            evidence);
    Optional<StepReport> report =
        Interruptible.call(() -> canary.step(order), orders::isUrgent, StepHeartbeat::lastOf);
    waiting = Optional.empty();
    report.ifPresent(
        found -> {
          evidence = Optional.of(found.evidence());
          analysis = Optional.of(found.analysis());
        });
    return report.orElseGet(() -> StepReport.interrupted(analysis, evidence));
  }

  private void record(Watch watch, StepReport report, RolloutDecision decision) {
    String name = stepName(watch.position());
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
    Duration readyWithin = input.plan().readyWithin();
    CanaryReadiness promoted =
        canary(
                "make the canary of " + input.target().key() + " stable",
                readyWithin.multipliedBy(3))
            .promote(
                new PromoteOrder(input.target(), input.stable(), input.candidate(), readyWithin));
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
    canary("take all traffic of " + input.target().key() + " back to stable", MARGIN)
        .withdraw(new WithdrawOrder(input.target(), input.stable()));
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

  private CanaryActivities canary(String summary, Duration bounded) {
    return Workflow.newActivityStub(
        CanaryActivities.class,
        ActivityPolicies.cluster(input.target().cluster(), summary, bounded.plus(MARGIN)));
  }

  private String revision() {
    return input.candidate().revision();
  }

  private static Phase phaseOf(Watch watch) {
    if (watch.isHold()) {
      return watch.holding().startsWith("paused") ? Phase.PAUSED : Phase.AWAITING_DECISION;
    }
    return watch.weight() == RolloutPlanner.SOAK_WEIGHT ? Phase.SOAKING : Phase.SHIFTING;
  }

  private String summary(Watch watch) {
    String at = "canary at " + percent(watch.weight());
    return watch.isHold()
        ? at + ", " + watch.holding()
        : at + " for at most " + watch.maximumHold().toSeconds() + " s";
  }

  private Waiting waitingOf(Watch watch) {
    String target = input.target().key().toString();
    Instant until = now().plus(watch.maximumHold());
    if (watch.isHold()) {
      return new Waiting(
          watch.holding(),
          now(),
          Optional.of(until),
          "it rolls back",
          List.of("an operator"),
          List.of(
              "slipway release resume " + target,
              "slipway release abort " + target + " --reason …"));
    }
    return switch (watch.advance()) {
      case BY_TIME, NEVER ->
          new Waiting(
              "the canary serves " + percent(watch.weight()) + " and is watched",
              now(),
              Optional.of(now().plus(watch.minimumHold())),
              "it goes on, unless a regression is found",
              List.of("the analysis", "an operator"),
              List.of("slipway release promote " + target));
      case BY_EVIDENCE ->
          new Waiting(
              "proof that the canary, at "
                  + percent(watch.weight())
                  + ", is not worse than its tolerance",
              now(),
              Optional.of(until),
              "inconclusive: "
                  + input.plan().onInconclusive().name().toLowerCase(java.util.Locale.ROOT),
              List.of("the analysis", "an operator"),
              List.of("slipway release promote " + target));
    };
  }

  private String stepName(int position) {
    return position < input.plan().steps().size()
        ? "canary " + percent(input.plan().steps().get(position).value())
        : "soak";
  }

  private static String percent(double weight) {
    return weight == Math.rint(weight) ? (long) weight + " %" : weight + " %";
  }

  private void show() {
    Workflow.setCurrentDetails(RolloutDetails.markdown(status()));
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
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
    refuseUnlessShifting("pause");
    if (orders.isPaused()) {
      throw FailureType.REFUSED.permanent("the rollout is paused already, by " + orders.pausedBy());
    }
  }

  @Override
  public String pause(OperatorOrder order) {
    orders.pause(order);
    return "paused at " + percent(weight) + "; the analysis goes on";
  }

  @Override
  public void validateResume(OperatorOrder order) {
    if (phase != Phase.PAUSED && phase != Phase.AWAITING_DECISION && !orders.isPaused()) {
      throw FailureType.REFUSED.permanent(
          "the rollout neither is paused nor waits for a decision: there is nothing to resume");
    }
  }

  @Override
  public String resume(OperatorOrder order) {
    orders.resume();
    return "resumed";
  }

  @Override
  public void validateAbort(OperatorOrder order) {
    if (phase == Phase.PROMOTING || phase == Phase.ROLLING_BACK || phase == Phase.ENDED) {
      throw FailureType.REFUSED.permanent(
          "the rollout is "
              + words(phase)
              + ": to go back after promotion, use slipway rollback "
              + input.target().key().service()
              + " "
              + input.target().key().environment());
    }
  }

  @Override
  public String abort(OperatorOrder order) {
    orders.abort(order);
    return "traffic goes back to stable";
  }

  @Override
  public void validatePromote(OperatorOrder order) {
    refuseUnlessShifting("promote");
  }

  @Override
  public String promote(OperatorOrder order) {
    orders.promote(order);
    return "the present wait is skipped";
  }

  @Override
  public void pauseSignal(OperatorOrder order) {
    ifAllowed(() -> validatePause(order), () -> pause(order));
  }

  @Override
  public void resumeSignal(OperatorOrder order) {
    ifAllowed(() -> validateResume(order), () -> resume(order));
  }

  @Override
  public void abortSignal(OperatorOrder order) {
    ifAllowed(() -> validateAbort(order), () -> abort(order));
  }

  @Override
  public void promoteSignal(OperatorOrder order) {
    ifAllowed(() -> validatePromote(order), () -> promote(order));
  }

  /** A signal has no answer: what an update would refuse is logged and changes nothing. */
  private static void ifAllowed(Runnable validation, Runnable action) {
    try {
      validation.run();
    } catch (TemporalFailure e) {
      LOG.warn("a signal was ignored: {}", e.getMessage());
      return;
    }
    action.run();
  }

  private void refuseUnlessShifting(String verb) {
    if (phase == Phase.PREPARING
        || phase == Phase.PROMOTING
        || phase == Phase.ROLLING_BACK
        || phase == Phase.ENDED) {
      throw FailureType.REFUSED.permanent(
          "the rollout is " + words(phase) + ": it cannot " + verb + " now");
    }
  }

  private static String words(Phase phase) {
    return phase.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
