package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.PodTrouble;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.manifest.Manifest;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The status of a StatefulSet or a DaemonSet. Pure.
 *
 * @param wanted pods that there shall be
 * @param current the spec's last change is seen
 * @param updated pods of the spec's version
 * @param updates pods that the controller brings to that version by itself: all of them, those
 *     above a partition, or none where it waits for their deletion
 * @param ready pods that serve
 */
record SetStatus(int wanted, boolean current, int updated, int updates, int ready) {

  static SetStatus ofStatefulSet(Manifest live) {
    JsonNode spec = live.json().path("spec");
    JsonNode status = live.json().path("status");
    int wanted = spec.path("replicas").asInt(1);
    int partition = spec.at("/updateStrategy/rollingUpdate/partition").asInt(0);
    return new SetStatus(
        wanted,
        isCurrent(live),
        status.path("updatedReplicas").asInt(0),
        isOnDelete(spec) ? 0 : Math.max(0, wanted - partition),
        Math.min(status.path("readyReplicas").asInt(0), status.path("replicas").asInt(0)));
  }

  static SetStatus ofDaemonSet(Manifest live) {
    JsonNode status = live.json().path("status");
    int wanted = status.path("desiredNumberScheduled").asInt(0);
    return new SetStatus(
        wanted,
        isCurrent(live),
        status.path("updatedNumberScheduled").asInt(0),
        isOnDelete(live.json().path("spec")) ? 0 : wanted,
        status.path("numberReady").asInt(0));
  }

  private static boolean isOnDelete(JsonNode spec) {
    return spec.at("/updateStrategy/type").asText().equals("OnDelete");
  }

  private static boolean isCurrent(Manifest live) {
    long generation = live.json().path("metadata").path("generation").asLong(0);
    return live.json().path("status").path("observedGeneration").asLong(-1) >= generation;
  }

  /** Pods are only asked about when something is not as it should be. */
  WorkloadCondition condition(Supplier<Optional<PodTrouble>> trouble) {
    if (current && updated >= updates && ready >= wanted) {
      return new WorkloadCondition(wanted, ready, true, false, "");
    }
    Optional<PodTrouble> found = current ? trouble.get() : Optional.empty();
    return new WorkloadCondition(
        wanted,
        ready,
        false,
        found.map(PodTrouble::lasting).orElse(false),
        found
            .map(PodTrouble::sentence)
            .orElse(updated < updates ? updated + " of " + updates + " updated" : ""));
  }
}
