package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.JobWords;
import java.util.Comparator;
import java.util.Optional;

/** What the pods of a Job tell: the newest one, as the others were tried before it. */
record JobPods(KubernetesConnection connection, String namespace) {

  private static final String JOB_NAME = "batch.kubernetes.io/job-name";
  private static final int MOST_PODS = 200;
  private static final int LOG_LINES = 10;
  private static final int LONGEST_LOG = 1000;

  JobWords words(String job) {
    PodList pods = new PodList(connection, namespace);
    Optional<PodReading> newest =
        pods.select(JOB_NAME + "=" + job, MOST_PODS).stream()
            .max(
                Comparator.comparing(
                    pod -> pod.pod().at("/metadata/creationTimestamp").asText() + pod.name()));
    return newest
        .map(
            pod ->
                new JobWords(
                    pod.isInTrouble() || hasFailed(pod) ? pod.sentence() : "",
                    pod.logOf()
                        .or(() -> begun(pod))
                        .map(log -> pods.lastLines(pod, log, LOG_LINES, LONGEST_LOG))
                        .orElse(""),
                    pod.cannotBePulled()))
        .orElse(JobWords.NONE);
  }

  private static boolean hasFailed(PodReading pod) {
    return pod.pod().at("/status/phase").asText().equals("Failed");
  }

  /** A container that runs, and is well. */
  private static Optional<PodReading.Log> begun(PodReading pod) {
    for (JsonNode container : pod.pod().at("/status/containerStatuses")) {
      if (!container.path("containerID").asText("").isEmpty()) {
        return Optional.of(new PodReading.Log(container.path("name").asText(), false));
      }
    }
    return Optional.empty();
  }
}
