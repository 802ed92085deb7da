package dev.slipway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.manifest.Manifest;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The status that a cluster gives to a Deployment, as Kubernetes defines it.
 *
 * @param wanted replicas of the spec; 1 when it names none
 * @param current the spec's last change is seen
 * @param total pods of all versions
 * @param updated pods of the spec's version
 * @param ready pods that serve
 * @param overdue the progress deadline is over
 */
public record DeploymentStatus(
    int wanted, boolean current, int total, int updated, int ready, boolean overdue) {

  public static DeploymentStatus of(Manifest deployment) {
    JsonNode json = deployment.json();
    JsonNode status = json.path("status");
    long generation = json.path("metadata").path("generation").asLong(0);
    boolean overdue = false;
    for (JsonNode condition : status.path("conditions")) {
      overdue |=
          condition.path("type").asText().equals("Progressing")
              && condition.path("reason").asText().equals("ProgressDeadlineExceeded");
    }
    return new DeploymentStatus(
        json.path("spec").path("replicas").asInt(1),
        current(status, generation),
        status.path("replicas").asInt(0),
        status.path("updatedReplicas").asInt(0),
        status.path("readyReplicas").asInt(0),
        current(status, generation) && overdue);
  }

  private static boolean current(JsonNode status, long generation) {
    return status.path("observedGeneration").asLong(-1) >= generation;
  }

  private boolean settled() {
    return current && updated == wanted && total == wanted && ready >= wanted;
  }

  /** Pods are only asked about when something is not as it should be. */
  public WorkloadCondition condition(Supplier<Optional<PodTrouble>> trouble) {
    if (settled()) {
      return new WorkloadCondition(wanted, ready, true, false, "");
    }
    Optional<PodTrouble> found = current ? trouble.get() : Optional.empty();
    String reason =
        found.map(PodTrouble::sentence).orElse(overdue ? "the progress deadline is over" : "");
    boolean lasting = found.map(PodTrouble::lasting).orElse(false);
    return new WorkloadCondition(wanted, ready, false, overdue || lasting, reason);
  }
}
