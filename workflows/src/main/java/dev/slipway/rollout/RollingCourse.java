package dev.slipway.rollout;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.delivery.RollingPlan;
import dev.slipway.rollout.RolloutStatus.Phase;
import dev.slipway.temporal.Interruptible;
import io.temporal.workflow.Workflow;
import java.util.Optional;

/** By the Deployment's own rolling update, under watch. */
final class RollingCourse implements RolloutCourse {

  private static final String ABORT_BEFORE_PROMOTION = "abort-before-promotion";

  private final RollingPlan plan;
  private final OperatorOrders orders;
  private final RolloutProgress progress;
  private final RollingWording wording;
  private final RollingPort rolling;

  RollingCourse(
      RolloutInput input, RollingPlan plan, OperatorOrders orders, RolloutProgress progress) {
    this.plan = plan;
    this.orders = orders;
    this.progress = progress;
    wording = new RollingWording(input.target().key(), plan);
    rolling = new RollingPort(input, plan);
  }

  @Override
  public RolloutResult bringIn() {
    Optional<RollingReport> updated = update();
    if (updated.isEmpty()) {
      return rollBack(orders.aborted());
    }
    if (!updated.get().healthy()) {
      return rollBack("the rolling update did not get ready: " + updated.get().detail());
    }
    if (!plan.watch().isZero()) {
      return watch();
    }
    // It was accepted while the update came to its end.
    return orders.abort().isPresent()
            && Workflow.getVersion(ABORT_BEFORE_PROMOTION, Workflow.DEFAULT_VERSION, 1) == 1
        ? rollBack(orders.aborted())
        : progress.promoted(updated.get().detail());
  }

  private Optional<RollingReport> update() {
    progress.enter(Phase.SHIFTING);
    progress.waitFor(wording.updating(now()));
    progress.log().start(RollingWording.UPDATE, "", now());
    progress.show();
    Optional<RollingReport> report =
        Interruptible.call(rolling::update, () -> orders.abort().isPresent());
    progress.waitedEnough();
    record(RollingWording.UPDATE, report.orElseGet(() -> stopped(orders.aborted())));
    return report;
  }

  /** An order to promote ends it: the pods are all ready then. */
  private RolloutResult watch() {
    progress.enter(Phase.SOAKING);
    progress.waitFor(wording.watching(now()));
    progress.log().start(RollingWording.WATCH, "", now());
    progress.show();
    Optional<RollingReport> report = Interruptible.call(rolling::watch, orders::isUrgent);
    progress.waitedEnough();
    if (orders.abort().isPresent()) {
      record(RollingWording.WATCH, stopped(orders.aborted()));
      return rollBack(orders.aborted());
    }
    RollingReport found =
        report.orElseGet(
            () ->
                new RollingReport(
                    true,
                    "the watch was ended by "
                        + orders.promote().map(OperatorOrder::by).orElse("an operator")));
    record(RollingWording.WATCH, found);
    return found.healthy()
        ? progress.promoted(found.detail())
        : rollBack("the new pods did not stay healthy: " + found.detail());
  }

  private void record(String step, RollingReport report) {
    if (report.healthy()) {
      progress.log().pass(step, report.detail(), now());
    } else {
      progress.log().fail(step, report.detail(), now());
    }
  }

  private static RollingReport stopped(String reason) {
    return new RollingReport(false, reason);
  }

  @Override
  public RolloutResult rollBack(String reason) {
    progress.enter(Phase.ROLLING_BACK);
    progress.log().start("roll back", reason, now());
    progress.show();
    rolling.restore();
    progress.log().pass("roll back", reason, now());
    progress.show();
    return progress.rolledBack(reason);
  }
}
