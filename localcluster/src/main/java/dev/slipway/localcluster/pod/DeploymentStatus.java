package dev.slipway.localcluster.pod;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.localcluster.object.Json;
import java.time.Instant;

/**
 * How far a Deployment is, with the fields of Kubernetes.
 *
 * @param replicas pods that are not leaving
 * @param updated of them, those of the current template
 * @param available of them, those that have been ready for {@code minReadySeconds}
 */
public record DeploymentStatus(
    long observedGeneration,
    int replicas,
    int updated,
    int ready,
    int available,
    int unavailable,
    Condition availability,
    Condition progress) {

  /**
   * A statement about a Deployment.
   *
   * @param since when it last turned true or false
   */
  public record Condition(
      String type, boolean holds, String reason, String message, Instant since) {

    /** The same as before keeps its time. */
    Condition after(Condition before) {
      return before.holds == holds
          ? new Condition(type, holds, reason, message, before.since)
          : this;
    }
  }

  /** Whether somebody who waits for health has to look again; messages alone do not count. */
  boolean differsFrom(DeploymentStatus before) {
    return observedGeneration != before.observedGeneration
        || replicas != before.replicas
        || updated != before.updated
        || ready != before.ready
        || available != before.available
        || !progress.reason().equals(before.progress.reason())
        || availability.holds() != before.availability.holds();
  }

  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.put("observedGeneration", observedGeneration);
    json.put("replicas", replicas);
    json.put("updatedReplicas", updated);
    json.put("readyReplicas", ready);
    json.put("availableReplicas", available);
    json.put("unavailableReplicas", unavailable);
    ArrayNode conditions = json.putArray("conditions");
    for (Condition condition : new Condition[] {availability, progress}) {
      conditions
          .addObject()
          .put("type", condition.type())
          .put("status", condition.holds() ? "True" : "False")
          .put("reason", condition.reason())
          .put("message", condition.message())
          .put("lastTransitionTime", condition.since().toString());
    }
    return json;
  }
}
