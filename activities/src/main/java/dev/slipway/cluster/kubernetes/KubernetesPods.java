package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.PodTrouble;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Answer;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Call;
import dev.slipway.manifest.Manifest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The pods of one Deployment, asked about when they are not as they should be. */
final class KubernetesPods {

  private static final int MOST_PODS = 200;
  private static final int LOG_LINES = 3;

  /** What a kubelet answers, with success, when a container is away already. */
  private static final String NO_LOG = "unable to retrieve container logs";

  private static final int LONGEST_LOG = 500;

  private final KubernetesConnection connection;
  private final PodList pods;
  private final Manifest deployment;

  KubernetesPods(KubernetesConnection connection, String namespace, Manifest deployment) {
    this.connection = connection;
    this.pods = new PodList(connection, namespace);
    this.deployment = deployment;
  }

  /** The pod that is worst off; why there are none where they cannot be made; else empty. */
  Optional<PodTrouble> trouble() {
    Optional<PodReading> worst =
        pods.select(PodList.selectorOf(deployment), MOST_PODS).stream()
            .filter(pod -> pod.isOf(deployment.name()))
            .filter(PodReading::isInTrouble)
            .max(Comparator.comparingInt(PodReading::severity));
    return worst.map(this::trouble).or(this::withoutPods);
  }

  private PodTrouble trouble(PodReading pod) {
    String sentence =
        pod.logOf()
            .map(log -> lines(pod, log))
            .filter(lines -> !lines.isEmpty())
            .map(lines -> pod.sentence() + "; its log ends with: " + lines)
            .orElseGet(pod::sentence);
    return new PodTrouble(sentence, pod.isLasting());
  }

  /** Such as a quota that is used up. */
  private Optional<PodTrouble> withoutPods() {
    for (JsonNode condition : deployment.json().at("/status/conditions")) {
      if (condition.path("type").asText().equals("ReplicaFailure")
          && condition.path("status").asText().equals("True")) {
        return Optional.of(
            new PodTrouble(
                "pods cannot be made: " + condition.path("message").asText("no reason given"),
                false));
      }
    }
    return Optional.empty();
  }

  private String lines(PodReading pod, PodReading.Log log) {
    String path =
        pods.path(pod)
            + "/log?tailLines="
            + LOG_LINES
            + "&limitBytes=4096&container="
            + KubernetesKind.encoded(log.container())
            + "&previous="
            + log.previous();
    Answer answer = connection.exchange(Call.get(path));
    if (!answer.isSuccess() || answer.body().startsWith(NO_LOG)) {
      return "";
    }
    List<String> lines =
        answer.body().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String text = String.join(" | ", lines);
    return text.length() <= LONGEST_LOG ? text : "…" + text.substring(text.length() - LONGEST_LOG);
  }
}
