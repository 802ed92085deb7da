package dev.slipway.rollout;

import dev.slipway.delivery.Percent;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.rollout.RolloutDecision.Promote;
import dev.slipway.rollout.RolloutDecision.RollBack;
import dev.slipway.rollout.RolloutDecision.Watch;
import dev.slipway.rollout.StepOrder.Advance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Decides how a rollout goes on. Pure. */
public final class RolloutPlanner {

  /** How long a person may keep a rollout paused before it goes back. */
  static final Duration PAUSE_LIMIT = Duration.ofHours(24);

  private RolloutPlanner() {}

  public static RolloutDecision first(RolloutPlan plan) {
    return at(plan, 0);
  }

  /**
   * @param watched what was ordered
   * @param report how it ended
   * @param orders what people have ordered since
   */
  public static RolloutDecision next(
      RolloutPlan plan, Watch watched, StepReport report, OperatorOrders orders) {
    return report.foundRegression()
        ? new RollBack(report.regression())
        : unregressed(plan, watched, report, orders);
  }

  /**
   * Whether a person has paused while the step came to its own end: it has not gone on then, as it
   * was told that it would not.
   */
  static boolean isPausedAtItsEnd(Watch watched, StepReport report, OperatorOrders orders) {
    boolean wouldGoOn =
        report.end() == StepReport.End.ADVANCE || report.end() == StepReport.End.INCONCLUSIVE;
    return orders.isPaused() && !watched.isHold() && wouldGoOn;
  }

  /** Nothing speaks against the canary so strongly that no order could override it. */
  static RolloutDecision unregressed(
      RolloutPlan plan, Watch watched, StepReport report, OperatorOrders orders) {
    Optional<OperatorOrder> abort = orders.abort();
    if (abort.isPresent()) {
      return new RollBack("aborted by " + named(abort.get()));
    }
    return switch (report.end()) {
      case ADVANCE ->
          watched.isHold()
              ? new RollBack("nobody decided in time: " + watched.holding())
              : at(plan, watched.position() + 1);
      case INCONCLUSIVE ->
          watched.isHold()
              ? new RollBack("nobody decided in time: " + watched.holding())
              : inconclusive(plan, watched, report);
      case SHARED_INCIDENT ->
          hold(
              plan,
              watched,
              plan.baseline().words()
                  + " and canary are both in trouble, which is not the canary's fault: "
                  + report.detail());
      case LONE_POD -> hold(plan, watched, report.detail());
      case NO_DATA, UNHEALTHY, REGRESSED -> new RollBack(report.detail());
      case INTERRUPTED -> interrupted(plan, watched, orders);
    };
  }

  private static RolloutDecision interrupted(
      RolloutPlan plan, Watch watched, OperatorOrders orders) {
    Optional<OperatorOrder> promote = orders.promote();
    if (promote.isPresent()) {
      return at(plan, watched.position() + 1);
    }
    if (orders.isPaused()) {
      return new Watch(
          watched.position(),
          watched.weight(),
          Advance.NEVER,
          Duration.ZERO,
          PAUSE_LIMIT,
          "paused by " + orders.pausedBy());
    }
    if (watched.isHold()) {
      return orders.resumedPause()
          ? at(plan, watched.position())
          : at(plan, watched.position() + 1);
    }
    return at(plan, watched.position());
  }

  private static RolloutDecision inconclusive(RolloutPlan plan, Watch watched, StepReport report) {
    return switch (plan.onInconclusive()) {
      case ADVANCE -> at(plan, watched.position() + 1);
      case ROLLBACK -> new RollBack("inconclusive at the maximum hold: " + report.detail());
      case HOLD -> hold(plan, watched, "inconclusive at the maximum hold: " + report.detail());
    };
  }

  private static Watch hold(RolloutPlan plan, Watch watched, String reason) {
    return new Watch(
        watched.position(),
        watched.weight(),
        Advance.NEVER,
        Duration.ZERO,
        plan.decisionDeadline(),
        reason);
  }

  private static RolloutDecision at(RolloutPlan plan, int position) {
    int steps = plan.steps().size();
    if (position < steps) {
      Advance advance = position == 0 && steps > 1 ? Advance.BY_TIME : Advance.BY_EVIDENCE;
      return new Watch(
          position,
          plan.steps().get(position).value(),
          advance,
          plan.leastHold(position),
          plan.maximumHold(),
          "");
    }
    if (position == steps && !plan.soak().isZero()) {
      return new Watch(
          position, RolloutPlan.SOAK_WEIGHT, Advance.NEVER, plan.soak(), plan.soak(), "");
    }
    return new Promote();
  }

  /**
   * How a canary of this weight is watched, also one that is no step of the plan: it counts as the
   * first step that is not below it.
   *
   * @param weight 0 to 100
   */
  public static Watch watching(RolloutPlan plan, double weight) {
    List<Double> weights = plan.steps().stream().map(Percent::value).toList();
    boolean soaks =
        weight >= RolloutPlan.SOAK_WEIGHT && !plan.soak().isZero() && !weights.contains(weight);
    long below = weights.stream().filter(step -> step < weight).count();
    int position = soaks ? weights.size() : (int) Math.min(below, weights.size() - 1L);
    if (at(plan, position) instanceof Watch watch) {
      return new Watch(
          watch.position(),
          weight,
          watch.advance(),
          watch.minimumHold(),
          watch.maximumHold(),
          watch.holding());
    }
    throw new IllegalStateException("every position up to the soak is watched");
  }

  private static String named(OperatorOrder order) {
    return order.reason().isBlank() ? order.by() : order.by() + ": " + order.reason();
  }
}
