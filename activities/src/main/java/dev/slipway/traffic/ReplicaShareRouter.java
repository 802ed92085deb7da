package dev.slipway.traffic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.Target;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.temporal.FailureType;
import java.util.List;
import java.util.Optional;

/**
 * Weights where nothing routes: the canary's pods stand behind the same Service as stable's, and
 * their number is their weight, as far as the cluster deals out connections evenly.
 *
 * <p>Stable keeps all its pods, so that the way back is instant, and the canary never has more of
 * them than stable: a weight above a half is a half. Below, it is the nearest that whole pods make,
 * and at least one pod.
 */
public final class ReplicaShareRouter implements Router {

  private static final String DEPLOYMENT = "Deployment";

  private final Cluster cluster;

  public ReplicaShareRouter(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Router within(Target target) {
    return new ReplicaShareRouter(cluster.within(target, List.of()));
  }

  @Override
  public boolean serves(Route route) {
    return route.isByPods();
  }

  @Override
  public void shift(Route route, double canary) {
    int pods = canary <= 0 ? 0 : pods(stableReplicas(route), canary);
    boolean found =
        cluster
            .change(
                route.namespace(),
                DEPLOYMENT,
                canaryOf(route),
                live ->
                    live.json().path("spec").path("replicas").asInt(1) == pods
                        ? Optional.empty()
                        : Optional.of(replicas(pods)))
            .isPresent();
    if (!found && pods > 0) {
      throw FailureType.NOT_FOUND.retryable(
          "there is no Deployment/" + canaryOf(route) + " to get pods for a weight");
    }
  }

  private static ObjectNode replicas(int pods) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.withObjectProperty("spec").put("replicas", pods);
    return fields;
  }

  /**
   * By the pods that there shall be: one that is not ready for a moment gets no traffic, and is
   * told of by whoever looks after the pods.
   */
  @Override
  public ShareInForce inForce(Route route) {
    Optional<WorkloadCondition> canary = cluster.condition(route.namespace(), canaryOf(route));
    int wanted = canary.map(WorkloadCondition::wanted).orElse(0);
    int ready = canary.map(WorkloadCondition::ready).orElse(0);
    if (wanted == 0) {
      return ready == 0
          ? ShareInForce.of(0)
          : ShareInForce.unknown(ready + " of the canary's pods still serve");
    }
    return ready == 0
        ? ShareInForce.unknown("no pod of the canary is ready")
        : ShareInForce.of(share(wanted, stableReplicas(route)));
  }

  @Override
  public ShareOffer offer(Route route, int stableReplicas, double canary) {
    if (canary <= 0) {
      return new ShareOffer(0, 0, false);
    }
    int pods = pods(stableReplicas, canary);
    return new ShareOffer(share(pods, stableReplicas), pods, false);
  }

  /** So many of all are the canary's: c / (c + s) = weight. */
  private static int pods(int stableReplicas, double weight) {
    double exact = weight >= 50 ? stableReplicas : stableReplicas * weight / (100 - weight);
    return Math.max(1, Math.min(stableReplicas, (int) Math.round(exact)));
  }

  private static double share(int canary, int stable) {
    return 100.0 * canary / (canary + stable);
  }

  private int stableReplicas(Route route) {
    return cluster
        .condition(route.namespace(), route.workload().orElseThrow())
        .map(WorkloadCondition::wanted)
        .orElse(1);
  }

  private static String canaryOf(Route route) {
    return route.workload().orElseThrow() + RolloutPlan.CANARY_SUFFIX;
  }
}
