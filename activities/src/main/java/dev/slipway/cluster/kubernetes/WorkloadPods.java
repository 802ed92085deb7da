package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Call;
import dev.slipway.manifest.Manifest;
import dev.slipway.metrics.PodTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the pods of a Deployment tell over HTTP, through the API server: the worker needs no way of
 * its own into the cluster's network.
 */
public final class WorkloadPods implements PodTexts {

  private static final int MOST_PODS = 100;

  private final KubernetesConnection connection;

  public WorkloadPods(KubernetesConnection connection) {
    this.connection = connection;
  }

  @Override
  public List<PodText> fetch(String namespace, String deployment, int port, String path) {
    String inNamespace = "/namespaces/" + KubernetesKind.encoded(namespace);
    Optional<Manifest> live =
        connection.find(
            "/apis/apps/v1" + inNamespace + "/deployments/" + KubernetesKind.encoded(deployment));
    if (live.isEmpty()) {
      return List.of();
    }
    String pods = "/api/v1" + inNamespace + "/pods";
    JsonNode list =
        connection
            .successful(
                connection.exchange(
                    Call.get(
                        pods
                            + "?limit="
                            + MOST_PODS
                            + "&labelSelector="
                            + KubernetesKind.encoded(selector(live.get())))))
            .json();
    List<PodText> texts = new ArrayList<>();
    for (JsonNode pod : list.path("items")) {
      String name = pod.at("/metadata/name").asText();
      if (new PodReading(pod).isReady() && isOf(deployment, pod)) {
        String proxy = pods + "/" + KubernetesKind.encoded(name) + ":" + port + "/proxy" + path;
        texts.add(
            new PodText(name, connection.successful(connection.exchange(Call.get(proxy))).body()));
      }
    }
    return texts;
  }

  private static String selector(Manifest deployment) {
    return deployment.json().at("/spec/selector/matchLabels").properties().stream()
        .map(label -> label.getKey() + "=" + label.getValue().asText())
        .collect(Collectors.joining(","));
  }

  /** A Deployment whose selector is wider than its pods finds those of its canary, too. */
  private static boolean isOf(String deployment, JsonNode pod) {
    for (JsonNode owner : pod.at("/metadata/ownerReferences")) {
      if (owner.path("kind").asText().equals("ReplicaSet")
          && owner
              .path("name")
              .asText()
              .equals(deployment + "-" + pod.at("/metadata/labels/pod-template-hash").asText())) {
        return true;
      }
    }
    return false;
  }
}
