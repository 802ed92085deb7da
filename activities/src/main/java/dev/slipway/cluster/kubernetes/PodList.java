package dev.slipway.cluster.kubernetes;

import dev.slipway.cluster.kubernetes.KubernetesConnection.Answer;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Call;
import dev.slipway.manifest.Manifest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The pods of a namespace, and what they answer through the API server: the worker needs no way of
 * its own into the cluster's network.
 */
record PodList(KubernetesConnection connection, String namespace) {

  /** What a kubelet answers, with success, when a container is away already. */
  private static final String NO_LOG = "unable to retrieve container logs";

  /**
   * @param selector labels, as {@code app=shop,tier=web}
   * @param most how many are read
   */
  List<PodReading> select(String selector, int most) {
    String query = "?limit=" + most + "&labelSelector=" + KubernetesKind.encoded(selector);
    return StreamSupport.stream(
            connection
                .successful(connection.exchange(Call.get(path() + query)))
                .json()
                .path("items")
                .spliterator(),
            false)
        .map(PodReading::new)
        .toList();
  }

  /** What a Deployment selects its pods by. */
  static String selectorOf(Manifest deployment) {
    return deployment.json().at("/spec/selector/matchLabels").properties().stream()
        .map(label -> label.getKey() + "=" + label.getValue().asText())
        .collect(Collectors.joining(","));
  }

  /** The body of what a pod answers over HTTP. */
  String answer(PodReading pod, int port, String path) {
    String proxy = path(pod) + ":" + port + "/proxy" + path;
    return connection.successful(connection.exchange(Call.get(proxy))).body();
  }

  /**
   * The last lines of a container's log, joined; empty when there are none, or it is away already.
   *
   * @param lines how many at most
   * @param longest how many characters of their end
   */
  String lastLines(PodReading pod, PodReading.Log log, int lines, int longest) {
    String path =
        path(pod)
            + "/log?tailLines="
            + lines
            + "&limitBytes=4096&container="
            + KubernetesKind.encoded(log.container())
            + "&previous="
            + log.previous();
    Answer answer = connection.exchange(Call.get(path));
    if (!answer.isSuccess() || answer.body().startsWith(NO_LOG)) {
      return "";
    }
    List<String> said =
        answer.body().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String text = String.join(" | ", said);
    return text.length() <= longest ? text : "…" + text.substring(text.length() - longest);
  }

  String path(PodReading pod) {
    return path() + "/" + KubernetesKind.encoded(pod.name());
  }

  private String path() {
    return "/api/v1/namespaces/" + KubernetesKind.encoded(namespace) + "/pods";
  }
}
