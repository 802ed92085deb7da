package dev.slipway.cluster.kubernetes;

import dev.slipway.cluster.DeploymentStatus;
import dev.slipway.cluster.ObjectCondition;
import dev.slipway.cluster.PodTrouble;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.manifest.Manifest;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How objects of a cluster are: what their status says by the rules of their kind, and where that
 * is no good, why, from the pods and the events that belong to them.
 */
record KubernetesHealth(KubernetesConnection connection, String namespace) {

  ObjectCondition of(Manifest live) {
    if (live.json().path("metadata").has("deletionTimestamp")) {
      return ObjectCondition.progressing("is being deleted, and is made anew afterwards");
    }
    return switch (live.kind()) {
      case "ConfigMap",
          "Secret",
          "ServiceAccount",
          "Role",
          "RoleBinding",
          "ClusterRole",
          "ClusterRoleBinding",
          "NetworkPolicy",
          "PodDisruptionBudget",
          "CronJob" ->
          ObjectCondition.HEALTHY;
      case "Deployment" -> ObjectCondition.of(deployment(live));
      case "StatefulSet" -> ObjectCondition.of(SetStatus.ofStatefulSet(live).condition(why(live)));
      case "DaemonSet" -> daemons(live);
      case "Job" -> JobStatus.of(live).condition(() -> trouble(live));
      case "Service" -> Readiness.ofService(live, this::event);
      case "PersistentVolumeClaim" -> Readiness.ofClaim(live, this::event);
      case "Ingress" -> Readiness.ofIngress(live, this::hasService);
      case "HorizontalPodAutoscaler" -> Readiness.ofAutoscaler(live);
      case "Namespace" -> Readiness.ofNamespace(live);
      case "CustomResourceDefinition" -> Readiness.ofDefinition(live);
      default -> RouteReadiness.isRoute(live) ? RouteReadiness.of(live) : StandardStatus.of(live);
    };
  }

  WorkloadCondition deployment(Manifest live) {
    return DeploymentStatus.of(live).condition(() -> trouble(live));
  }

  /** Where no node wants a pod, there is none to wait for. */
  private ObjectCondition daemons(Manifest live) {
    WorkloadCondition pods = SetStatus.ofDaemonSet(live).condition(why(live));
    return pods.settled() && pods.wanted() == 0
        ? ObjectCondition.HEALTHY
        : ObjectCondition.of(pods);
  }

  private Supplier<Optional<PodTrouble>> why(Manifest live) {
    return () -> trouble(live);
  }

  /** The pod that is worst off; where there is none, why none is made. */
  private Optional<PodTrouble> trouble(Manifest live) {
    return KubernetesPods.of(connection, namespace, live)
        .trouble()
        .or(
            () ->
                new KubernetesEvents(connection, namespace)
                    .warning(live)
                    .map(what -> new PodTrouble(what.sentence(), false)));
  }

  private Optional<KubernetesEvents.Event> event(Manifest live) {
    return new KubernetesEvents(connection, namespace).newest(live);
  }

  private boolean hasService(String name) {
    return connection.find(KubernetesKinds.SERVICE.path(namespace, name)).isPresent();
  }
}
