package dev.slipway.argo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.ObjectWait;
import dev.slipway.cluster.PodTrouble;
import dev.slipway.cluster.Pulse;
import dev.slipway.cluster.WorkloadCondition;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits until a Rollout is as its spec says. Its controller writes into the Rollout whatever
 * becomes of its pods, so that the Rollout's own changes tell when to look.
 */
public final class ArgoSettling {

  private final Cluster cluster;
  private final ObjectWait wait;

  public ArgoSettling(Cluster cluster, Pulse pulse) {
    this.cluster = cluster;
    wait = new ObjectWait(cluster, pulse);
  }

  /** How it is now, where nothing is to be rolled out; empty when it is not there. */
  public Optional<WorkloadCondition> look(String namespace, String name) {
    return find(namespace, name).map(live -> live.atRest(() -> trouble(namespace, live)));
  }

  /** How it is now, while a rollout has it. */
  public Optional<WorkloadCondition> lookWhileLent(String namespace, String name) {
    return find(namespace, name).map(live -> live.whileLent(() -> trouble(namespace, live)));
  }

  /**
   * Has the spec's version brought in whatever the Rollout's steps are, and waits for it: what
   * somebody else has decided on must not stop at a pause. Idempotent.
   *
   * @return the condition once it is settled or failed, else what it is when the time is over;
   *     empty when the Rollout is not there
   */
  public Optional<WorkloadCondition> bringFully(String namespace, String name, Duration within) {
    return wait.until(
            namespace,
            ArgoRollout.KIND + "/" + name,
            within,
            null,
            () -> bringing(namespace, name),
            Bringing::isOver)
        .condition();
  }

  private Bringing bringing(String namespace, String name) {
    Optional<ArgoRollout> live = find(namespace, name);
    live.ifPresent(rollout -> promote(namespace, rollout));
    return new Bringing(
        live.map(rollout -> rollout.atRest(() -> trouble(namespace, rollout))),
        live.map(ArgoRollout::isAborted).orElse(false));
  }

  /**
   * How far it is.
   *
   * @param aborted what it says of failed pods is then about what somebody has ended
   */
  private record Bringing(Optional<WorkloadCondition> condition, boolean aborted) {

    boolean isOver() {
      return condition.map(found -> found.settled() || (found.failed() && !aborted)).orElse(true);
    }
  }

  private void promote(String namespace, ArgoRollout live) {
    if (live.isObserved()
        && !live.isFullyPromoted()
        && !live.isPromoting()
        && !live.stableHash().isEmpty()) {
      ObjectNode fields = JsonNodeFactory.instance.objectNode();
      fields.withObjectProperty("status").put("promoteFull", true);
      cluster.changeStatus(namespace, ArgoRollout.KIND, live.name(), fields);
    }
  }

  private Optional<PodTrouble> trouble(String namespace, ArgoRollout live) {
    WorkloadCondition pods =
        cluster.pods(namespace, live.podsOf(live.currentHash()), live.replicas());
    return pods.reason().isEmpty()
        ? Optional.empty()
        : Optional.of(new PodTrouble(pods.reason(), pods.failed()));
  }

  private Optional<ArgoRollout> find(String namespace, String name) {
    return cluster.get(namespace, ArgoRollout.KIND, name).map(ArgoRollout::new);
  }
}
