package dev.slipway.lab;

import dev.slipway.cluster.Reach;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncOrder;
import dev.slipway.cluster.Target;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.gitops.ConfigPath;
import dev.slipway.manifest.Manifest;
import dev.slipway.rollout.RevisionRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The echo service of the laboratory as a path of a config repository: its namespace is also its
 * path at the gateway.
 *
 * @param namespace of its own
 * @param reach how far its objects may
 */
public record EchoService(String namespace, Reach reach) {

  public EchoService(String namespace) {
    this(namespace, Reach.USUAL);
  }

  public Target target() {
    return target(reach);
  }

  /** The same, with a reach of its own. */
  public Target target(Reach reach) {
    return new Target(
        new EnvironmentKey("production", "shop"),
        "lab",
        namespace,
        new ConfigPath("config.git", "main", "shop"),
        "shop",
        "shop",
        List.of(),
        reach);
  }

  public SyncOrder order(String commit, Reach reach) {
    return new SyncOrder(target(reach), commit, Optional.empty(), true, 5);
  }

  public SyncOrder order(String commit) {
    return new SyncOrder(target(), commit, Optional.empty(), true, 5);
  }

  public static RevisionRef revision(String commit) {
    return new RevisionRef(commit, Shop.revision(commit), Optional.empty());
  }

  /** The usual path: two pods that answer with this version and fail that share of requests. */
  public List<Manifest> path(String version, double errors) {
    return path("localhost/echo:1", version, errors, "");
  }

  /**
   * @param container more fields of the container, each after a comma
   */
  public List<Manifest> path(String image, String version, double errors, String container) {
    List<Manifest> objects = new ArrayList<>();
    objects.add(
        Shop.json(
            """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"shop"},
             "spec":{"replicas":2,"selector":{"matchLabels":{"app":"shop"}},
              "template":{"metadata":{"labels":{"app":"shop"}},
               "spec":{"terminationGracePeriodSeconds":8,"containers":[{"name":"shop","image":"%s",
                "envFrom":[{"configMapRef":{"name":"shop"}},{"secretRef":{"name":"shop"}}],
                "ports":[{"containerPort":8080}],
                "readinessProbe":{"httpGet":{"path":"/readyz","port":8080},"periodSeconds":1},
                "resources":{"requests":{"cpu":"0.001","memory":"1024Ki"}}%s}]}}}}
            """
                .formatted(image, container)));
    objects.add(
        Shop.json(
            """
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"shop"},
             "spec":{"selector":{"app":"shop"},"ports":[{"port":80,"targetPort":8080}]}}
            """));
    objects.add(
        Shop.json(
            """
            {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"shop"},
             "spec":{"parentRefs":[%s],
              "rules":[{"matches":[{"path":{"type":"PathPrefix","value":"/%s"}}],
               "backendRefs":[{"name":"shop","port":80}]}]}}
            """
                .formatted(Laboratory.GATEWAY, namespace)));
    objects.add(
        Shop.json(
            """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"shop"},
             "data":{"VERSION":"%s","ERRORS":"%s"}}
            """
                .formatted(version, errors)));
    objects.add(
        Shop.json(
            """
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"shop"},
             "stringData":{"PASSWORD":"hunter2"}}
            """));
    return objects;
  }
}
