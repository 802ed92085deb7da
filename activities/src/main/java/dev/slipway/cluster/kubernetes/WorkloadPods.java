package dev.slipway.cluster.kubernetes;

import dev.slipway.argo.ArgoRollout;
import dev.slipway.manifest.Manifest;
import dev.slipway.metrics.PodTexts;
import java.util.List;
import java.util.Optional;

/**
 * What the pods of a version tell over HTTP, through the API server: the worker needs no way of its
 * own into the cluster's network.
 */
public final class WorkloadPods implements PodTexts {

  private static final int MOST_PODS = 100;

  private final KubernetesConnection connection;

  public WorkloadPods(KubernetesConnection connection) {
    this.connection = connection;
  }

  @Override
  public List<PodText> fetch(String namespace, VersionPods of, int port, String path) {
    PodList pods = new PodList(connection, namespace);
    List<PodReading> found =
        of.rolloutHash().isPresent()
            ? ofRollout(pods, of.workload(), of.rolloutHash().get())
            : ofDeployment(pods, namespace, of.workload());
    return found.stream()
        .filter(PodReading::isReady)
        .map(pod -> new PodText(pod.name(), pods.answer(pod, port, path)))
        .toList();
  }

  private static List<PodReading> ofRollout(PodList pods, String rollout, String hash) {
    String replicaSet = rollout + "-" + hash;
    return pods.select(ArgoRollout.HASH + "=" + hash, MOST_PODS).stream()
        .filter(pod -> pod.name().startsWith(replicaSet + "-"))
        .toList();
  }

  private List<PodReading> ofDeployment(PodList pods, String namespace, String deployment) {
    Optional<Manifest> live =
        connection.find(
            "/apis/apps/v1/namespaces/"
                + KubernetesKind.encoded(namespace)
                + "/deployments/"
                + KubernetesKind.encoded(deployment));
    if (live.isEmpty()) {
      return List.of();
    }
    return pods.select(PodList.selectorOf(live.get()), MOST_PODS).stream()
        .filter(pod -> pod.isMadeBy(deployment))
        .toList();
  }
}
