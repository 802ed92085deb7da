package dev.slipway.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.Target;
import dev.slipway.manifest.Manifest;
import dev.slipway.temporal.FailureType;
import dev.slipway.traffic.Route;
import dev.slipway.traffic.Route.RolloutVersions;
import dev.slipway.traffic.Router;
import dev.slipway.traffic.Settled;
import dev.slipway.traffic.ShareInForce;
import dev.slipway.traffic.ShareOffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Weights by an Argo Rollout: its steps lead to them, and its controller brings the pods and tells
 * whichever router it has. To take the canary's traffic away is to abort it.
 *
 * <p>The controller says which weight it has given to the router when it has given it; the router
 * carries it out a moment later, so that it counts as in force only some time after it was first
 * seen. Where the Rollout has no router, numbers of pods make the weight, and those are counted.
 */
public final class ArgoRolloutRouter implements Router {

  /** Pods are started by the way: the controller has to look at them several times. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Cluster cluster;
  private final Settled settled;

  /**
   * @param settling how long after it was given to the router a weight counts as in force
   */
  public ArgoRolloutRouter(Cluster cluster, Clock clock, Duration settling) {
    this(cluster, new Settled(clock, settling));
  }

  private ArgoRolloutRouter(Cluster cluster, Settled settled) {
    this.cluster = cluster;
    this.settled = settled;
  }

  @Override
  public Router within(Target target) {
    return new ArgoRolloutRouter(cluster.within(target, List.of()), settled);
  }

  @Override
  public boolean serves(Route route) {
    return route.isByRollout();
  }

  @Override
  public Duration patience(Route route) {
    return PATIENCE;
  }

  @Override
  public void shift(Route route, double canary) {
    RolloutVersions versions = versions(route);
    if (canary <= 0) {
      abort(route.namespace(), versions.name());
      return;
    }
    Optional<Manifest> found =
        cluster.change(
            route.namespace(),
            ArgoRollout.KIND,
            versions.name(),
            object -> {
              ArgoRollout live = new ArgoRollout(object);
              int weight = weight(live, canary);
              return ArgoSteps.last(live) == weight
                  ? Optional.empty()
                  : Optional.of(ArgoSteps.leadingTo(live, weight));
            });
    if (found.isEmpty()) {
      throw FailureType.NOT_FOUND.retryable(
          "there is no Rollout/" + versions.name() + " whose weight to set");
    }
  }

  private void abort(String namespace, String name) {
    Optional<ArgoRollout> live = find(namespace, name);
    if (live.isPresent() && !live.get().isFullyPromoted() && !live.get().isAborted()) {
      ObjectNode fields = JsonNodeFactory.instance.objectNode();
      fields.withObjectProperty("status").put("abort", true);
      cluster.changeStatus(namespace, ArgoRollout.KIND, name, fields);
    }
  }

  @Override
  public ShareInForce inForce(Route route) {
    RolloutVersions versions = versions(route);
    return find(route.namespace(), versions.name())
        .map(live -> inForce(route.namespace(), versions, live))
        .orElseGet(() -> ShareInForce.unknown("there is no Rollout/" + versions.name()));
  }

  private ShareInForce inForce(String namespace, RolloutVersions versions, ArgoRollout live) {
    if (!live.isObserved()) {
      return ShareInForce.unknown("the controller has not taken up the last change yet");
    }
    return live.isRouted() ? routed(live) : byPods(namespace, versions, live);
  }

  private ShareInForce routed(ArgoRollout live) {
    if (live.weight().isEmpty()) {
      return ShareInForce.unknown("the controller names no weight; " + live.phase());
    }
    int weight = live.weight().getAsInt();
    if (!live.isVerified()) {
      return ShareInForce.unknown("the controller has not verified " + weight + " yet");
    }
    if (!isSettled(live, weight)) {
      return ShareInForce.unknown("the router has got " + weight + " just now");
    }
    return ShareInForce.of(100.0 * weight / live.fullWeight());
  }

  private boolean isSettled(ArgoRollout live, int weight) {
    Manifest object = live.object();
    return settled.is(object.json().path("metadata").path("uid").asText(object.id()), weight);
  }

  private ShareInForce byPods(String namespace, RolloutVersions versions, ArgoRollout live) {
    if (live.isFullyPromoted()) {
      return ShareInForce.of(0);
    }
    if (live.isAborted()) {
      int canary = cluster.pods(namespace, live.podsOf(versions.canary()), 0).ready();
      return canary == 0
          ? ShareInForce.of(0)
          : ShareInForce.unknown(canary + " of the canary's pods still serve");
    }
    // A step is left when its pods are ready; one that is not, for a moment, gets no traffic.
    return live.isAtLastStep()
        ? ShareInForce.of(share(live, ArgoSteps.last(live)).percent())
        : ShareInForce.unknown("the controller is on its way; " + live.phase());
  }

  private static ArgoShare share(ArgoRollout live, int weight) {
    return ArgoShare.of(live.replicas(), weight, isSurging(live.canary()));
  }

  @Override
  public ShareOffer offer(Route route, int stableReplicas, double canary) {
    Optional<ArgoRollout> live = find(route.namespace(), versions(route).name());
    if (live.isEmpty() || canary <= 0) {
      return new ShareOffer(canary, 0, true);
    }
    int weight = weight(live.get(), canary);
    int full = live.get().fullWeight();
    if (live.get().isRouted()) {
      int pods = (int) Math.ceil((double) weight * stableReplicas / full);
      return new ShareOffer(100.0 * weight / full, pods, true);
    }
    ArgoShare share = share(live.get(), weight);
    return new ShareOffer(share.percent(), share.canary(), false);
  }

  private static boolean isSurging(JsonNode strategy) {
    String surge = strategy.path("maxSurge").asText("25%");
    return !surge.equals("0") && !surge.equals("0%");
  }

  /** In the Rollout's own unit, whole; at least one. */
  private static int weight(ArgoRollout live, double canary) {
    return Math.max(1, (int) Math.round(canary * live.fullWeight() / 100));
  }

  private Optional<ArgoRollout> find(String namespace, String name) {
    return cluster.get(namespace, ArgoRollout.KIND, name).map(ArgoRollout::new);
  }

  private static RolloutVersions versions(Route route) {
    return route.rollout().orElseThrow();
  }
}
