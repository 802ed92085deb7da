package dev.slipway.rollout;

import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.Ownership;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.cluster.Target;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.delivery.Baseline;
import dev.slipway.traffic.Route;
import dev.slipway.traffic.Shifting;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes the canary stable. Resumable at any point: what is done is found by looking, and each
 * effect leaves ready pods behind every weight.
 */
final class Promotion {

  private final Instruments instruments;
  private final PromoteOrder order;
  private final Target target;
  private final Cluster cluster;
  private final LiveCanary canary;
  private final Shifting shifting;

  Promotion(Instruments instruments, PromoteOrder order) {
    this.instruments = instruments;
    this.order = order;
    target = order.target();
    cluster = instruments.cluster();
    canary = new LiveCanary(instruments, target);
    shifting = instruments.shifting();
  }

  CanaryReadiness run() {
    Optional<Route> route = canary.route();
    try {
      if (!isInPlace()) {
        Optional<String> obstacle = carryEverything(route);
        if (obstacle.isPresent()) {
          return new CanaryReadiness(false, obstacle.get());
        }
        new InPlace(cluster, target).put(instruments.desired(target, order.candidate()));
      }
    } catch (RefusedObjectException e) {
      return new CanaryReadiness(false, e.reason());
    }
    Optional<WorkloadCondition> stable = settled(target.workload());
    if (stable.isEmpty() || !stable.get().settled()) {
      return new CanaryReadiness(
          false, stable.map(WorkloadCondition::sentence).orElse("its Deployment is gone"));
    }
    if (route.isPresent() && !shifting.bring(route.get(), 0, 0, null)) {
      return new CanaryReadiness(
          false, "the router does not obey: " + shifting.inForce(route.get()) + " in force");
    }
    canary.delete();
    return new CanaryReadiness(true, stable.get().sentence());
  }

  /** The canary at full capacity takes all traffic; the obstacle when it cannot. */
  private Optional<String> carryEverything(Optional<Route> route) {
    if (route.isEmpty()) {
      return Optional.of("the canary's objects are gone: somebody deleted them");
    }
    canary.scale(canary.stableReplicas());
    Optional<WorkloadCondition> full = settled(canary.name());
    if (full.isEmpty() || !full.get().settled()) {
      return Optional.of(
          "the canary did not become ready at full size: "
              + full.map(WorkloadCondition::sentence).orElse("it is gone"));
    }
    double all = shifting.offer(route.get(), canary.stableReplicas(), 100).canary();
    if (!shifting.bring(route.get(), 100, all, null)) {
      return Optional.of(
          "the router does not obey: " + shifting.inForce(route.get()) + " in force");
    }
    // It has nothing to do any more, and the pods of the new stable version need room.
    if (route.get().baseline() == Baseline.FRESH) {
      canary.endBaseline();
    }
    return Optional.empty();
  }

  /** The Deployment is of the candidate's revision, which the last effect of putting it there. */
  private boolean isInPlace() {
    return cluster
        .get(target.namespace(), "Deployment", target.workload())
        .map(live -> Ownership.revisionOf(live).equals(order.candidate().revision()))
        .orElse(false);
  }

  private Optional<WorkloadCondition> settled(String deployment) {
    Duration within = order.readyWithin();
    return instruments.settling().await(target.namespace(), deployment, within, null);
  }
}
