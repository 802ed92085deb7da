package dev.slipway.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.Additions;
import dev.slipway.cluster.ApplySetParent;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.DesiredState;
import dev.slipway.cluster.OwnObjects;
import dev.slipway.cluster.Ownership;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.cluster.Target;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.delivery.Baseline;
import dev.slipway.manifest.Manifest;
import dev.slipway.traffic.Route;
import dev.slipway.traffic.ShareOffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes a canary, without traffic. */
final class Preparation {

  private final Instruments instruments;
  private final CanaryOrder order;
  private final Target target;

  Preparation(Instruments instruments, CanaryOrder order) {
    this.instruments = instruments;
    this.order = order;
    target = order.target();
  }

  /** What cannot be made a canary of is a candidate that is not ready: the reason says why. */
  CanaryReadiness run() {
    CanaryObjects objects;
    Optional<FreshBaseline> baseline;
    Instant deadline = instruments.pulse().now().plus(order.readyWithin());
    try {
      DesiredState stable = instruments.desired(target, order.stable());
      DesiredState candidate = instruments.desired(target, order.candidate());
      List<Manifest> policies = instruments.cluster().policies(target.namespace());
      objects = CanaryObjects.derive(stable, candidate, target, policies);
      baseline = baseline(stable, candidate, objects.route(), policies);
      apply(objects, baseline, candidate.workload(), deadline);
    } catch (RefusedObjectException e) {
      return new CanaryReadiness(false, e.reason());
    }
    LiveCanary canary = new LiveCanary(instruments, target);
    Optional<WorkloadCondition> condition =
        canary.settled(objects.route().withBaseline(order.baseline()), left(deadline), null);
    boolean ready = condition.map(WorkloadCondition::settled).orElse(false);
    if (ready) {
      order
          .headerRoute()
          .ifPresent(header -> instruments.shifting().admit(objects.route(), header));
    }
    return new CanaryReadiness(
        ready,
        condition.map(WorkloadCondition::sentence).orElse("the canary's Deployment is gone")
            + baseline
                .map(made -> "; it is compared with a fresh baseline, " + made.deployment().id())
                .orElse("")
            + sharing(objects.route(), canary.stableReplicas())
            + new OtherWays(instruments.cluster(), objects.route()).sentence());
  }

  private Duration left(Instant deadline) {
    Duration left = Duration.between(instruments.pulse().now(), deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** What a person has to know of weights that are no route's. */
  private String sharing(Route route, int stableReplicas) {
    if (!route.isByPods()) {
      return "";
    }
    ShareOffer least = instruments.shifting().offer(route, stableReplicas, 0.001);
    ShareOffer most = instruments.shifting().offer(route, stableReplicas, 100);
    return "; no HTTPRoute/"
        + route.name()
        + ": its weight is its number of pods, from "
        + Shares.percent(least.canary())
        + " to "
        + Shares.percent(most.canary());
  }

  private Optional<FreshBaseline> baseline(
      DesiredState stable, DesiredState candidate, Route route, List<Manifest> policies) {
    if (order.baseline() == Baseline.STABLE) {
      return Optional.empty();
    }
    if (route.isByPods()) {
      throw new RefusedObjectException(
          "a fresh baseline needs an HTTPRoute/"
              + target.route()
              + ", which the path has not: remove 'baseline' from the delivery file, or add the"
              + " route");
    }
    return Optional.of(FreshBaseline.derive(stable, candidate, target, route.stable(), policies));
  }

  private void apply(
      CanaryObjects objects,
      Optional<FreshBaseline> baseline,
      Manifest workload,
      Instant deadline) {
    Cluster cluster = instruments.cluster();
    if (!instruments.shifting().serves(objects.route())) {
      throw new RefusedObjectException(
          "the path has no HTTPRoute/" + target.route() + ", whose weights to shift");
    }
    if (!objects.route().isByPods()
        && cluster.get(target.namespace(), "HTTPRoute", target.route()).isEmpty()) {
      throw new RefusedObjectException(
          "HTTPRoute/" + target.route() + " is not in the cluster: sync the environment first");
    }
    if (objects.route().isByPods() && order.headerRoute().isPresent()) {
      throw new RefusedObjectException(
          "a headerRoute needs an HTTPRoute/"
              + target.route()
              + ", which the path has not: remove it from the delivery file, or add the route");
    }
    // What is left of a canary before must not have traffic while it is replaced.
    instruments.shifting().ask(objects.route(), 0);
    List<Manifest> all = new ArrayList<>(objects.own());
    baseline.ifPresent(made -> all.addAll(made.own()));
    order.headerRoute().ifPresent(header -> all.add(objects.testers()));
    OwnObjects own = new OwnObjects(cluster, target);
    all.forEach(own::find);
    List<Manifest> additions =
        objects.additions().stream().map(object -> adjusted(own, object)).toList();
    all.forEach(object -> cluster.apply(target.namespace(), object, Cluster.Effect.DRY_RUN));
    ApplySetParent.announce(
        cluster, target, Stream.concat(additions.stream(), all.stream()).toList());
    new Additions(cluster, instruments.pulse(), target.namespace())
        .bring(additions, workload, deadline);
    all.forEach(object -> cluster.apply(target.namespace(), object, Cluster.Effect.LASTING));
  }

  /** An addition that is there already, and is not of a canary, stays when the canary goes. */
  private static Manifest adjusted(OwnObjects own, Manifest object) {
    Optional<Manifest> live = own.find(object);
    if (live.isEmpty() || Ownership.isDerived(live.get())) {
      return object;
    }
    ObjectNode json = object.json().deepCopy();
    ((ObjectNode) json.at("/metadata/labels")).remove(Ownership.DERIVED_FOR);
    return new Manifest(json);
  }
}
