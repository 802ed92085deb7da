package dev.slipway.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Argo Rollouts: its own controller, which has its analysis ask the same Prometheus, and shares
 * traffic at the same gateway by Traefik's own kinds.
 */
final class ArgoContender implements Contender {

  private static final int PODS = 2;

  private final String title;
  private final String name = "argo-" + Long.toString(System.nanoTime(), 36);
  private final Path directory;

  /**
   * @param interval of its analysis, and of what each measurement looks back on
   * @param hold of each of the steps 10 %, 25 % and 50 %
   * @param least share of requests that have to succeed
   * @param failureLimit measurements that may fail
   */
  ArgoContender(String title, Duration interval, Duration hold, double least, int failureLimit) {
    this.title = title;
    try {
      directory = Files.createTempDirectory("argo-contender");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RealCluster.kubectl("create", "namespace", name);
    String image = build(new Behaviour(0, "first", 0, Duration.ZERO));
    Git.write(directory, "objects.yaml", objects(image, interval, hold, least, failureLimit));
    RealCluster.kubectl("-n", name, "apply", "-f", directory.resolve("objects.yaml").toString());
    Patience.untilTrue(
        name + " answers",
        () -> phase().equals("Healthy") && RealCluster.answer(url()).contains("version-0"),
        () -> phase() + " " + RealCluster.answer(url()));
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String url() {
    return RealCluster.GATEWAY + "/" + name;
  }

  @Override
  public Course ship(Behaviour version, Duration limit) {
    RealCluster.kubectl(
        "-n",
        name,
        "patch",
        "rollout",
        name,
        "--type=json",
        "-p",
        "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\",\"value\":\"%s\"}]"
            .formatted(build(version)));
    // Watched, as a client that asks again and again would take the cores from the one it measures.
    try (KubernetesClient client = RealCluster.client()) {
      return course(
              client
                  .genericKubernetesResources("argoproj.io/v1alpha1", "Rollout")
                  .inNamespace(name)
                  .withName(name)
                  .waitUntilCondition(
                      rollout -> course(rollout).isPresent(),
                      limit.toMillis(),
                      TimeUnit.MILLISECONDS))
          .orElseThrow();
    }
  }

  /** What became of the newest version, once it is known. */
  private static Optional<Course> course(@Nullable GenericKubernetesResource live) {
    JsonNode rollout = new ObjectMapper().valueToTree(live);
    JsonNode status = rollout.path("status");
    String generation = rollout.at("/metadata/generation").asText();
    if (!status.path("observedGeneration").asText().equals(generation)) {
      return Optional.empty();
    }
    if (status.path("abort").asBoolean()) {
      return Optional.of(new Course(false, status.path("message").asText()));
    }
    boolean promoted =
        status.path("stableRS").asText().equals(status.path("currentPodHash").asText())
            && status.path("phase").asText().equals("Healthy");
    return promoted ? Optional.of(new Course(true, "healthy")) : Optional.empty();
  }

  private String phase() {
    return RealCluster.kubectl(
        "-n", name, "get", "rollout", name, "-o", "jsonpath={.status.phase}");
  }

  private String build(Behaviour version) {
    return EchoShop.build(
        directory,
        name,
        "v" + version.number(),
        EchoShop.behaviour(version.number(), version.errors(), version.delay()));
  }

  @Override
  public void close() {
    RealCluster.kubectl("delete", "namespace", name, "--wait=false");
    Stack.delete(directory);
  }

  private String objects(
      String image, Duration interval, Duration hold, double least, int failureLimit) {
    String text = OBJECTS;
    for (Map.Entry<String, Object> one :
        Map.<String, Object>of(
                "NAME", name,
                "IMAGE", image,
                "PODS", PODS,
                "INTERVAL", interval.toSeconds() + "s",
                "HOLD", hold.toSeconds() + "s",
                "LEAST", least,
                "LIMIT", failureLimit,
                "PROMETHEUS", RealCluster.prometheus())
            .entrySet()) {
      text = text.replace("<" + one.getKey() + ">", one.getValue().toString());
    }
    return text;
  }

  private static final String OBJECTS =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: AnalysisTemplate
      metadata: {name: success-rate}
      spec:
        metrics:
          - name: success-rate
            interval: <INTERVAL>
            initialDelay: <INTERVAL>
            successCondition: result[0] >= <LEAST>
            failureLimit: <LIMIT>
            provider:
              prometheus:
                address: "<PROMETHEUS>"
                query: |
                  sum(rate(traefik_service_requests_total{service=~"<NAME>-canary-80@kubernetescrd|<NAME>-<NAME>-canary-80@kubernetescrd", code!~"5.."}[<INTERVAL>]))
                  / sum(rate(traefik_service_requests_total{service=~"<NAME>-canary-80@kubernetescrd|<NAME>-<NAME>-canary-80@kubernetescrd"}[<INTERVAL>]))
      ---
      apiVersion: argoproj.io/v1alpha1
      kind: Rollout
      metadata: {name: <NAME>}
      spec:
        replicas: <PODS>
        selector: {matchLabels: {app: <NAME>}}
        strategy:
          canary:
            stableService: <NAME>-stable
            canaryService: <NAME>-canary
            trafficRouting: {traefik: {weightedTraefikServiceName: <NAME>}}
            analysis: {templates: [{templateName: success-rate}], startingStep: 1}
            steps:
              - setWeight: 10
              - pause: {duration: <HOLD>}
              - setWeight: 25
              - pause: {duration: <HOLD>}
              - setWeight: 50
              - pause: {duration: <HOLD>}
        template:
          metadata: {labels: {app: <NAME>}}
          spec:
            terminationGracePeriodSeconds: 8
            containers:
              - name: <NAME>
                image: <IMAGE>
                ports: [{name: http, containerPort: 8080}]
                readinessProbe: {httpGet: {path: /readyz, port: http}, periodSeconds: 1}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: <NAME>-stable}
      spec:
        selector: {app: <NAME>}
        ports: [{name: http, port: 80, targetPort: http}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: <NAME>-canary}
      spec:
        selector: {app: <NAME>}
        ports: [{name: http, port: 80, targetPort: http}]
      ---
      apiVersion: traefik.io/v1alpha1
      kind: TraefikService
      metadata: {name: <NAME>}
      spec:
        weighted:
          services:
            - {name: <NAME>-stable, port: 80}
            - {name: <NAME>-canary, port: 80}
      ---
      apiVersion: traefik.io/v1alpha1
      kind: IngressRoute
      metadata: {name: <NAME>}
      spec:
        entryPoints: [web]
        routes:
          - kind: Rule
            match: PathPrefix(`/<NAME>`)
            services: [{name: <NAME>, kind: TraefikService}]
      """;
}
