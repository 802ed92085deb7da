package dev.slipway.cluster.kubernetes;

import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The kinds that objects of an environment may be of: the usual ones, and those that the platform
 * file allows besides, as far as the cluster has them.
 *
 * @param further besides the usual ones
 */
record KubernetesKinds(List<KubernetesKind> further) {

  static final KubernetesKind CONFIG_MAP = inNamespace("ConfigMap", "v1", "configmaps");
  static final KubernetesKind SECRET = inNamespace("Secret", "v1", "secrets");
  static final KubernetesKind DEPLOYMENT = inNamespace("Deployment", "apps/v1", "deployments");
  static final KubernetesKind SERVICE = inNamespace("Service", "v1", "services");
  static final KubernetesKind INGRESS = inNamespace("Ingress", "networking.k8s.io/v1", "ingresses");
  static final KubernetesKind NETWORK_POLICY =
      inNamespace("NetworkPolicy", "networking.k8s.io/v1", "networkpolicies");
  static final KubernetesKind POD_DISRUPTION_BUDGET =
      inNamespace("PodDisruptionBudget", "policy/v1", "poddisruptionbudgets");
  static final KubernetesKind HTTP_ROUTE =
      inSomeClusters("HTTPRoute", "gateway.networking.k8s.io/v1", "httproutes");
  static final KubernetesKind INGRESS_ROUTE =
      inSomeClusters("IngressRoute", "traefik.io/v1alpha1", "ingressroutes");

  /** What a service may have anywhere. */
  static final List<KubernetesKind> USUAL =
      List.of(
          CONFIG_MAP,
          SECRET,
          SERVICE,
          inNamespace("ServiceAccount", "v1", "serviceaccounts"),
          inNamespace("PersistentVolumeClaim", "v1", "persistentvolumeclaims"),
          inNamespace("Role", "rbac.authorization.k8s.io/v1", "roles"),
          inNamespace("RoleBinding", "rbac.authorization.k8s.io/v1", "rolebindings"),
          DEPLOYMENT,
          inNamespace("StatefulSet", "apps/v1", "statefulsets"),
          inNamespace("DaemonSet", "apps/v1", "daemonsets"),
          inNamespace("Job", "batch/v1", "jobs"),
          inNamespace("CronJob", "batch/v1", "cronjobs"),
          POD_DISRUPTION_BUDGET,
          inNamespace("HorizontalPodAutoscaler", "autoscaling/v2", "horizontalpodautoscalers"),
          INGRESS,
          NETWORK_POLICY,
          HTTP_ROUTE,
          inSomeClusters("Rollout", "argoproj.io/v1alpha1", "rollouts"),
          inSomeClusters("TraefikService", "traefik.io/v1alpha1", "traefikservices"),
          INGRESS_ROUTE);

  static final KubernetesKinds OF_ANYBODY = new KubernetesKinds(List.of());

  /**
   * @throws RefusedObjectException when two of them are called the same: an object's kind has to
   *     tell which one is meant
   */
  KubernetesKinds {
    List<KubernetesKind> known = new ArrayList<>(USUAL);
    for (KubernetesKind kind : further) {
      known.stream()
          .filter(other -> other.kind().equals(kind.kind()) && !other.equals(kind))
          .findFirst()
          .ifPresent(
              other -> {
                throw new RefusedObjectException(
                    kind.resource()
                        + " cannot be among the environment's kinds: "
                        + kind.kind()
                        + " means "
                        + other.resource()
                        + " already");
              });
      known.add(kind);
    }
    further = List.copyOf(further);
  }

  private static KubernetesKind inNamespace(String kind, String apiVersion, String plural) {
    return new KubernetesKind(kind, apiVersion, plural, false, true);
  }

  private static KubernetesKind inSomeClusters(String kind, String apiVersion, String plural) {
    return new KubernetesKind(kind, apiVersion, plural, false, false);
  }

  static boolean isUsual(String resource) {
    return USUAL.stream().anyMatch(kind -> kind.resource().equals(resource));
  }

  List<KubernetesKind> all() {
    List<KubernetesKind> all = new ArrayList<>(USUAL);
    all.addAll(further);
    return all;
  }

  /**
   * @throws RefusedObjectException when it is none of them
   */
  KubernetesKind of(String kind) {
    return find(kind)
        .orElseThrow(
            () -> new RefusedObjectException("Slipway does not write objects of the kind " + kind));
  }

  private Optional<KubernetesKind> find(String kind) {
    return all().stream().filter(known -> known.kind().equals(kind)).findFirst();
  }

  /**
   * @throws RefusedObjectException also when it is written in another version: then the same field
   *     may mean another thing
   */
  KubernetesKind of(Manifest manifest) {
    KubernetesKind known = of(manifest.kind());
    String version = manifest.json().path("apiVersion").asText();
    if (!known.apiVersion().equals(version)) {
      throw new RefusedObjectException(
          manifest.id() + " is written in " + version + ": write it in " + known.apiVersion());
    }
    return known;
  }
}
