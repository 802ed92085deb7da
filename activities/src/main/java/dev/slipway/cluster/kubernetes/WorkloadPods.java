package dev.slipway.cluster.kubernetes;

import dev.slipway.manifest.Manifest;
import dev.slipway.metrics.PodTexts;
import java.util.List;
import java.util.Optional;

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
    Optional<Manifest> live =
        connection.find(
            "/apis/apps/v1/namespaces/"
                + KubernetesKind.encoded(namespace)
                + "/deployments/"
                + KubernetesKind.encoded(deployment));
    if (live.isEmpty()) {
      return List.of();
    }
    PodList pods = new PodList(connection, namespace);
    return pods.select(PodList.selectorOf(live.get()), MOST_PODS).stream()
        .filter(pod -> pod.isReady() && pod.isMadeBy(deployment))
        .map(pod -> new PodText(pod.name(), pods.answer(pod, port, path)))
        .toList();
  }
}
