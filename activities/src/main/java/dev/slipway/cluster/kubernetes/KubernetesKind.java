package dev.slipway.cluster.kubernetes;

import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.manifest.Manifest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The kinds that a service may have, and where the API server keeps them. */
enum KubernetesKind {
  CONFIG_MAP("ConfigMap", "v1", "configmaps"),
  SECRET("Secret", "v1", "secrets"),
  SERVICE_ACCOUNT("ServiceAccount", "v1", "serviceaccounts"),
  SERVICE("Service", "v1", "services"),
  DEPLOYMENT("Deployment", "apps/v1", "deployments"),
  JOB("Job", "batch/v1", "jobs"),
  CRON_JOB("CronJob", "batch/v1", "cronjobs"),
  POD_DISRUPTION_BUDGET("PodDisruptionBudget", "policy/v1", "poddisruptionbudgets"),
  HORIZONTAL_POD_AUTOSCALER(
      "HorizontalPodAutoscaler", "autoscaling/v2", "horizontalpodautoscalers"),
  INGRESS("Ingress", "networking.k8s.io/v1", "ingresses"),
  NETWORK_POLICY("NetworkPolicy", "networking.k8s.io/v1", "networkpolicies"),
  HTTP_ROUTE("HTTPRoute", "gateway.networking.k8s.io/v1", "httproutes"),
  ROLLOUT("Rollout", "argoproj.io/v1alpha1", "rollouts"),
  TRAEFIK_SERVICE("TraefikService", "traefik.io/v1alpha1", "traefikservices"),
  INGRESS_ROUTE("IngressRoute", "traefik.io/v1alpha1", "ingressroutes");

  private final String kind;
  private final String apiVersion;
  private final String plural;

  KubernetesKind(String kind, String apiVersion, String plural) {
    this.kind = kind;
    this.apiVersion = apiVersion;
    this.plural = plural;
  }

  /**
   * @throws RefusedObjectException when it is none of them
   */
  static KubernetesKind of(String kind) {
    return Arrays.stream(values())
        .filter(known -> known.kind.equals(kind))
        .findFirst()
        .orElseThrow(
            () -> new RefusedObjectException("Slipway does not write objects of the kind " + kind));
  }

  /**
   * @throws RefusedObjectException also when it is written in another version: then the same field
   *     may mean another thing
   */
  static KubernetesKind of(Manifest manifest) {
    KubernetesKind known = of(manifest.kind());
    String version = manifest.json().path("apiVersion").asText();
    if (!known.apiVersion.equals(version)) {
      throw new RefusedObjectException(
          manifest.id() + " is written in " + version + ": write it in " + known.apiVersion);
    }
    return known;
  }

  String kind() {
    return kind;
  }

  String apiVersion() {
    return apiVersion;
  }

  String plural() {
    return plural;
  }

  /** Empty for the core group. */
  String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  String version() {
    return apiVersion.substring(apiVersion.indexOf('/') + 1);
  }

  /** Whether every cluster has it. */
  boolean isBuiltIn() {
    return compareTo(HTTP_ROUTE) < 0;
  }

  /** Path of all objects in a namespace. */
  String path(String namespace) {
    return (group().isEmpty() ? "/api/" : "/apis/")
        + apiVersion
        + "/namespaces/"
        + encoded(namespace)
        + "/"
        + plural;
  }

  /** Path of one object. */
  String path(String namespace, String name) {
    return path(namespace) + "/" + encoded(name);
  }

  static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
