package dev.slipway.localcluster.pod;

import dev.slipway.localcluster.object.DeploymentSpec;
import dev.slipway.localcluster.pod.DeploymentStatus.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a Deployment gets on; remembers when it last did. */
final class RolloutProgress {

  private String template = "";
  private int replicas = -1;
  private Counts best = new Counts(0, 0, Integer.MAX_VALUE);
  private Instant last = Instant.MIN;
  private boolean complete;
  private @Nullable DeploymentStatus before;

  private record Counts(int updated, int updatedAvailable, int old) {

    boolean isBetterThan(Counts other) {
      return updated > other.updated
          || updatedAvailable > other.updatedAvailable
          || old < other.old;
    }
  }

  /** The status now. */
  DeploymentStatus observe(DeploymentSpec spec, long generation, List<Pod> pods, Instant now) {
    String hash = spec.template().hash();
    List<Pod> updated =
        pods.stream().filter(pod -> pod.record().template().hash().equals(hash)).toList();
    int updatedAvailable = available(updated, spec, now);
    int available = available(pods, spec, now);
    Counts counts = new Counts(updated.size(), updatedAvailable, pods.size() - updated.size());
    note(spec, counts, now);

    DeploymentStatus status =
        new DeploymentStatus(
            generation,
            pods.size(),
            updated.size(),
            (int) pods.stream().filter(Pod::isReady).count(),
            available,
            Math.max(0, spec.replicas() - available),
            availability(spec, available, now),
            progress(spec, updated, now));
    before = status;
    return status;
  }

  private void note(DeploymentSpec spec, Counts counts, Instant now) {
    boolean changed = !template.equals(spec.template().hash()) || replicas != spec.replicas();
    if (changed) {
      template = spec.template().hash();
      replicas = spec.replicas();
      complete = false;
      best = counts;
      last = now;
    } else if (counts.isBetterThan(best)) {
      best = counts;
      last = now;
    }
    complete |=
        counts.old() == 0
            && counts.updated() == spec.replicas()
            && counts.updatedAvailable() == spec.replicas();
  }

  private Condition availability(DeploymentSpec spec, int available, Instant now) {
    int wanted = Math.max(0, spec.replicas() - spec.rolling().unavailable());
    boolean holds = available >= wanted;
    Condition condition =
        new Condition(
            "Available",
            holds,
            holds ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            available + " of " + spec.replicas() + " pods are available.",
            now);
    return before == null ? condition : condition.after(before.availability());
  }

  private Condition progress(DeploymentSpec spec, List<Pod> updated, Instant now) {
    boolean late = !complete && now.isAfter(last.plus(spec.progressDeadline()));
    String reason =
        complete
            ? "NewReplicaSetAvailable"
            : late ? "ProgressDeadlineExceeded" : "ReplicaSetUpdated";
    Condition condition =
        new Condition("Progressing", !late, reason, progressMessage(spec, updated, now), now);
    return before == null ? condition : condition.after(before.progress());
  }

  private String progressMessage(DeploymentSpec spec, List<Pod> updated, Instant now) {
    if (complete) {
      return "All pods of the current template have become available.";
    }
    String trouble =
        updated.stream()
            .map(
                pod ->
                    pod.view().message().isEmpty()
                        ? ""
                        : pod.record().name() + ": " + pod.view().message())
            .filter(message -> !message.isEmpty())
            .findFirst()
            .map(message -> " " + message)
            .orElse("");
    return available(updated, spec, now)
        + " of "
        + spec.replicas()
        + " pods of the current template are available."
        + trouble;
  }

  private static int available(List<Pod> pods, DeploymentSpec spec, Instant now) {
    return (int) pods.stream().filter(pod -> pod.isAvailable(now, spec.minimumReady())).count();
  }
}
