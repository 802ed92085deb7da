package dev.slipway.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.argo.ArgoRolloutRouter;
import dev.slipway.cluster.ClusterSync;
import dev.slipway.cluster.Pulse;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.kubernetes.KubernetesCluster;
import dev.slipway.cluster.kubernetes.KubernetesConnection;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.MetricRule;
import dev.slipway.delivery.OnInconclusive;
import dev.slipway.delivery.Percent;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.lab.EchoService;
import dev.slipway.lab.Laboratory;
import dev.slipway.manifest.Manifest;
import dev.slipway.metrics.MetricSource;
import dev.slipway.rollout.StepOrder.Advance;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The echo service of the laboratory as a Rollout behind Traefik's own kinds. */
final class ArgoLab implements AutoCloseable {

  /** At least three seconds a step, at most forty. */
  static final RolloutPlan PLAN =
      new RolloutPlan(
          List.of(new Percent(10), new Percent(50)),
          Duration.ofSeconds(3),
          Duration.ofSeconds(40),
          Duration.ZERO,
          OnInconclusive.ROLLBACK,
          Duration.ofMinutes(1),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          new AnalysisRules(
              0.01,
              Duration.ofMillis(500),
              Duration.ZERO,
              List.of(
                  new MetricRule(
                      "errors", MetricRule.Kind.ERROR_RATE, 0.005, Optional.empty(), List.of()),
                  new MetricRule(
                      "latency", MetricRule.Kind.LATENCY, 0.05, Optional.empty(), List.of()))));

  final String namespace;
  final EchoService service;
  final Shop shop = new Shop();
  final KubernetesConnection connection;
  final KubernetesCluster cluster;
  final ClusterSync sync;
  final CanaryActivities canary;

  /** Judged by the gateway's counters. */
  ArgoLab(String namespace, KubernetesConnection connection, Pulse pulse) {
    this(namespace, connection, pulse, EchoLab.countedByGateway(connection));
  }

  ArgoLab(String namespace, KubernetesConnection connection, Pulse pulse, MetricSource metrics) {
    this(new EchoService(namespace), connection, pulse, metrics);
  }

  ArgoLab(EchoService service, KubernetesConnection connection, Pulse pulse, MetricSource metrics) {
    this.service = service;
    this.connection = connection;
    namespace = service.namespace();
    cluster = new KubernetesCluster(connection);
    sync = new ClusterSync(shop, cluster, pulse);
    canary =
        new CanaryByWorkload(
            new Instruments(
                shop,
                cluster,
                new ArgoRolloutRouter(cluster, Clock.systemUTC(), Duration.ofSeconds(3)),
                metrics,
                pulse));
  }

  /** Two pods that answer with this version and fail that share of requests. */
  List<Manifest> path(String version, double errors) {
    return path("localhost/echo:1", version, errors);
  }

  List<Manifest> path(String image, String version, double errors) {
    List<Manifest> objects = new ArrayList<>();
    objects.add(
        Shop.json(
            """
            {"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","metadata":{"name":"shop"},
             "spec":{"replicas":2,"revisionHistoryLimit":2,"progressDeadlineSeconds":60,
              "selector":{"matchLabels":{"app":"shop"}},
              "strategy":{"canary":{"stableService":"shop","canaryService":"shop-next",
               "trafficRouting":{"traefik":{"weightedTraefikServiceName":"shop"}},
               "steps":[{"setWeight":10},{"pause":{}},{"setWeight":60},{"pause":{}}]}},
              "template":{"metadata":{"labels":{"app":"shop"}},
               "spec":{"terminationGracePeriodSeconds":8,"containers":[{"name":"shop","image":"%s",
                "env":[{"name":"VERSION","value":"%s"},{"name":"ERRORS","value":"%s"}],
                "ports":[{"containerPort":8080}],
                "readinessProbe":{"httpGet":{"path":"/readyz","port":8080},"periodSeconds":1},
                "resources":{"requests":{"cpu":"0.001","memory":"1Mi"}}}]}}}}
            """
                .formatted(image, version, errors)));
    for (String name : List.of("shop", "shop-next")) {
      objects.add(
          Shop.json(
              """
              {"apiVersion":"v1","kind":"Service","metadata":{"name":"%s"},
               "spec":{"selector":{"app":"shop"},"ports":[{"port":80,"targetPort":8080}]}}
              """
                  .formatted(name)));
    }
    objects.add(
        Shop.json(
            """
            {"apiVersion":"traefik.io/v1alpha1","kind":"TraefikService","metadata":{"name":"shop"},
             "spec":{"weighted":{"services":[{"name":"shop","port":80},{"name":"shop-next","port":80}]}}}
            """));
    objects.add(
        Shop.json(
            """
            {"apiVersion":"traefik.io/v1alpha1","kind":"IngressRoute","metadata":{"name":"shop"},
             "spec":{"entryPoints":["web"],"routes":[{"kind":"Rule","match":"PathPrefix(`/%s`)",
              "services":[{"name":"shop","kind":"TraefikService"}]}]}}
            """
                .formatted(namespace)));
    return objects;
  }

  /** The same without a router: whoever comes to the Service {@code all} meets any of the pods. */
  List<Manifest> withoutRouter(List<Manifest> path) {
    List<Manifest> objects =
        new ArrayList<>(
            path.stream().filter(object -> !object.kind().matches("Traefik.*|Ingress.*")).toList());
    ((ObjectNode) objects.getFirst().json().at("/spec/strategy/canary")).remove("trafficRouting");
    objects.add(
        Shop.json(
            """
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"all"},
             "spec":{"selector":{"app":"shop"},"ports":[{"port":80,"targetPort":8080}]}}
            """));
    return objects;
  }

  /** People who come through the gateway from now on. */
  Visitors visitors() {
    return new Visitors(Laboratory.gateway("/" + namespace));
  }

  /** A field of the live Rollout, as kubectl prints it. */
  String rollout(String field) {
    return Laboratory.kubectl(
        namespace, "get", "rollout", "shop", "--output", "jsonpath={" + field + "}");
  }

  /** At least three seconds, at most forty. */
  StepOrder step(int step, double weight, Advance advance) {
    return new StepOrder(
        service.target(),
        EchoLab.STABLE,
        EchoLab.CANDIDATE,
        step,
        weight,
        advance,
        PLAN.minimumHold(),
        PLAN.maximumHold(),
        PLAN,
        1,
        Optional.empty());
  }

  @Override
  public void close() {
    Laboratory.delete(namespace);
    connection.close();
  }
}
