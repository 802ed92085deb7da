package dev.slipway.rollout;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.rollout.RolloutDecision.Promote;
import dev.slipway.rollout.RolloutDecision.RollBack;
import dev.slipway.rollout.RolloutDecision.Watch;
import dev.slipway.rollout.RolloutStatus.Phase;
import dev.slipway.temporal.Interruptible;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;

/** By a canary. Sequences what {@link RolloutPlanner} decides. */
final class CanaryCourse implements RolloutCourse {

  private static final String REGRESSION_BEFORE_ORDERS = "regression-before-orders";
  private static final String PAUSE_BEFORE_THE_NEXT_STEP = "pause-before-the-next-step";

  private final RolloutInput input;
  private final OperatorOrders orders;
  private final RolloutProgress progress;
  private final RolloutWording wording;
  private final CanaryPort canary;
  private Optional<Evidence> evidence = Optional.empty();

  CanaryCourse(RolloutInput input, OperatorOrders orders, RolloutProgress progress) {
    this.input = input;
    this.orders = orders;
    this.progress = progress;
    wording = new RolloutWording(input);
    canary = new CanaryPort(input);
  }

  @Override
  public RolloutResult bringIn() {
    Optional<String> notReady = begin();
    if (notReady.isPresent()) {
      return rollBack(notReady.get());
    }
    RolloutDecision decision = RolloutPlanner.first(input.plan());
    while (true) {
      switch (decision) {
        case Watch watch -> {
          StepReport report = watch(watch);
          decision = next(watch, report);
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

  /** Runs that went on over a regression, by an order that interrupted the step, go on. */
  private RolloutDecision next(Watch watch, StepReport report) {
    boolean overridden =
        report.end() == StepReport.End.INTERRUPTED
            && report.foundRegression()
            && Workflow.getVersion(REGRESSION_BEFORE_ORDERS, Workflow.DEFAULT_VERSION, 1)
                == Workflow.DEFAULT_VERSION;
    if (RolloutPlanner.isPausedAtItsEnd(watch, report, orders)
        && Workflow.getVersion(PAUSE_BEFORE_THE_NEXT_STEP, Workflow.DEFAULT_VERSION, 1) == 1) {
      return RolloutPlanner.next(input.plan(), watch, report.asInterrupted(), orders);
    }
    return overridden
        ? RolloutPlanner.unregressed(input.plan(), watch, report, orders)
        : RolloutPlanner.next(input.plan(), watch, report, orders);
  }

  /** Empty when the canary is ready, else why not. */
  private Optional<String> begin() {
    progress.log().start("prepare canary", "", now());
    progress.show();
    Optional<CanaryReadiness> readiness =
        Interruptible.call(canary::begin, () -> orders.abort().isPresent());
    if (readiness.isEmpty()) {
      return Optional.of(orders.aborted());
    }
    if (!readiness.get().ready()) {
      progress.log().fail("prepare canary", readiness.get().detail(), now());
      return Optional.of("the canary did not become ready: " + readiness.get().detail());
    }
    progress.log().pass("prepare canary", readiness.get().detail(), now());
    return Optional.empty();
  }

  private StepReport watch(Watch watch) {
    progress.shift(watch.weight());
    progress.enter(RolloutWording.phase(watch));
    progress.waitFor(wording.waiting(watch, now()));
    String name = wording.step(watch.position());
    progress.log().start(name, watch.holding(), now());
    if (watch.isHold()) {
      progress.log().waiting(name, watch.holding());
    }
    progress.show();
    Optional<Evidence> before = evidence;
    Optional<StepReport> report =
        Interruptible.call(
            () -> canary.step(watch, before), orders::isUrgent, StepHeartbeat::lastOf);
    progress.waitedEnough();
    report.ifPresent(
        found -> {
          evidence = Optional.of(found.evidence());
          progress.read(found.analysis());
        });
    return report.orElseGet(() -> StepReport.interrupted(progress.analysis(), evidence));
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
          progress.log().start(name, holding, now());
      case Watch next -> progress.log().pass(name, report.detail(), now());
      case Promote() -> progress.log().pass(name, report.detail(), now());
      case RollBack(String reason) -> progress.log().fail(name, reason, now());
    }
  }

  private RolloutResult promote() {
    progress.enter(Phase.PROMOTING);
    progress.shift(100);
    progress.log().start("promote", "", now());
    progress.show();
    CanaryReadiness promoted = canary.promote();
    if (!promoted.ready()) {
      progress.log().fail("promote", promoted.detail(), now());
      return rollBack("the new stable version did not become ready: " + promoted.detail());
    }
    progress.log().pass("promote", promoted.detail(), now());
    return progress.promoted(progress.analysis().map(AnalysisReading::sentence).orElse(""));
  }

  @Override
  public RolloutResult rollBack(String reason) {
    progress.enter(Phase.ROLLING_BACK);
    progress.log().start("roll back", reason, now());
    canary.withdraw();
    progress.shift(0);
    progress.log().pass("roll back", reason, now());
    progress.show();
    return progress.rolledBack(reason);
  }
}
