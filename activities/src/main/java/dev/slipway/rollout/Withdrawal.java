package dev.slipway.rollout;

import dev.slipway.cluster.Ownership;
import dev.slipway.cluster.Target;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.temporal.FailureType;
import dev.slipway.traffic.Route;
import dev.slipway.traffic.Shifting;
import java.time.Duration;
import java.util.Optional;

/** Takes all traffic back to stable, then deletes what was derived. */
final class Withdrawal {

  private static final Duration RESTORED_WITHIN = Duration.ofMinutes(3);

  private final Instruments instruments;
  private final WithdrawOrder order;
  private final Target target;
  private final LiveCanary canary;
  private final Shifting shifting;

  Withdrawal(Instruments instruments, WithdrawOrder order) {
    this.instruments = instruments;
    this.order = order;
    target = order.target();
    canary = new LiveCanary(instruments, target);
    shifting = instruments.shifting();
  }

  void run() {
    shift();
    Optional<Route> route = canary.route();
    if (route.isPresent() && !shifting.bring(route.get(), 0, 0, null)) {
      throw FailureType.UNREACHABLE.retryable(
          "the router does not take the canary's traffic away: "
              + shifting.inForce(route.get())
              + " in force");
    }
    canary.delete();
  }

  /** The weight is set before anything else, unless stable has to be brought back first. */
  void shift() {
    Optional<Route> route = canary.route();
    if (route.isEmpty()) {
      return;
    }
    if (!isStableServing()) {
      restoreStable();
    }
    shifting.ask(route.get(), 0);
  }

  /**
   * False after a promotion that got as far as the Deployment, and when stable has no ready pod
   * while the canary has.
   */
  private boolean isStableServing() {
    String revision =
        instruments
            .cluster()
            .get(target.namespace(), "Deployment", target.workload())
            .map(Ownership::revisionOf)
            .orElse("");
    boolean replaced = !revision.isEmpty() && !revision.equals(order.stable().revision());
    return !replaced && (ready(canary.stableCondition()) > 0 || ready(canary.condition()) == 0);
  }

  private static int ready(Optional<WorkloadCondition> condition) {
    return condition.map(WorkloadCondition::ready).orElse(0);
  }

  private void restoreStable() {
    new InPlace(instruments.cluster(), target).put(instruments.desired(target, order.stable()));
    Optional<WorkloadCondition> stable =
        instruments.settling().await(target.namespace(), target.workload(), RESTORED_WITHIN, null);
    if (ready(stable) == 0 && ready(canary.condition()) > 0) {
      throw FailureType.NOT_YET.retryable(
          "stable has no ready pod to take the traffic back: "
              + stable.map(WorkloadCondition::sentence).orElse("its Deployment is gone"));
    }
  }
}
