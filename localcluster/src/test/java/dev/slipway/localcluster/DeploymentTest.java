package dev.slipway.localcluster;

import static dev.slipway.localcluster.Api.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deployments with real processes. */
class DeploymentTest {

  private RunningCluster cluster;
  private Api api;

  @BeforeEach
  void start(@TempDir Path root) throws Exception {
    cluster = RunningCluster.start(root);
    api = cluster.api;
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void servesThroughTheGatewayWithWhatThePodWasPromised() {
    api.put("ConfigMap", "settings", Manifests.configMap("settings", "GREETING", "hello"));
    String env =
        Manifests.shop("shop", 1, Map.of("VERSION", "one"))
            .replace(
                "\"env\":",
                "\"envFrom\": [{\"configMapRef\": {\"name\": \"settings\"}}], \"env\":");
    serve("shop", env);

    assertThat(api.visit("/").body()).isEqualTo("one");
    assertThat(api.visit("/args").body()).endsWith("artifacts/sha256/" + Manifests.DIGEST);
    assertThat(api.visit("/env").body())
        .contains("GREETING=hello", "PORT=", "SLIPWAY_ARTIFACT=", "JAVA_HOME=", "PATH=")
        .doesNotContain("USER=", "MAVEN");
    JsonNode pod = api.pod();
    assertThat(pod.path("labels").path("pod-template-hash").asText()).isNotEmpty();
    assertThat(pod.path("phase").asText()).isEqualTo("Running");
    await("log", () -> logOf(pod).contains("listening, version one"));
  }

  @Test
  void getsNoRequestBeforeItIsReady() {
    serveWithoutWaiting(
        "shop", Manifests.shop("shop", 1, Map.of("VERSION", "one", "START_DELAY_MILLIS", "300")));
    await("the process", () -> api.pod().has("pid"));
    assertThat(api.visit("/").statusCode()).isEqualTo(503);
    assertThat(api.visit("/").body()).contains("no ready pod");
    api.awaitRolledOut("shop");
    assertThat(api.visit("/").statusCode()).isEqualTo(200);
    assertThat(api.get("/v1/namespaces/shop/pods").toString()).doesNotContain("NotReady");
  }

  @Test
  void rollsOverUnderLoadWithoutAFailedRequestAndWithoutMissingAPod() throws Exception {
    serve("shop", Manifests.shop("shop", 3, Map.of("VERSION", "one")));
    AtomicBoolean stop = new AtomicBoolean();
    Map<Integer, Long> codes = new ConcurrentHashMap<>();
    AtomicLong leastAvailable = new AtomicLong(Long.MAX_VALUE);
    AtomicLong mostPods = new AtomicLong();
    List<CompletableFuture<Void>> load = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      load.add(
          CompletableFuture.runAsync(
              () -> {
                while (!stop.get()) {
                  codes.merge(api.visit("/slow?5").statusCode(), 1L, Long::sum);
                }
              }));
    }
    load.add(
        CompletableFuture.runAsync(
            () -> {
              while (!stop.get()) {
                leastAvailable.accumulateAndGet(api.readyPods().size(), Math::min);
                mostPods.accumulateAndGet(
                    api.pods().stream()
                        .filter(pod -> !pod.path("phase").asText().equals("Terminating"))
                        .count(),
                    Math::max);
              }
            }));

    api.put("Deployment", "shop", Manifests.shop("shop", 3, Map.of("VERSION", "two")));
    api.awaitRolledOut("shop");
    stop.set(true);
    for (CompletableFuture<Void> each : load) {
      finish(each);
    }

    assertThat(codes).containsOnlyKeys(200);
    assertThat(codes.get(200)).isGreaterThan(50);
    // 25 % of 3: one above, none below.
    assertThat(leastAvailable.get()).isGreaterThanOrEqualTo(3);
    assertThat(mostPods.get()).isEqualTo(4);
    assertThat(api.visit("/").body()).isEqualTo("two");
  }

  @Test
  void scalesUpAndDown() {
    serve("shop", Manifests.shop("shop", 1, Map.of("VERSION", "one")));
    String before = api.readyPods().getFirst().path("name").asText();
    api.put("Deployment", "shop", Manifests.shop("shop", 2, Map.of("VERSION", "one")));
    api.awaitRolledOut("shop");
    assertThat(api.readyPods())
        .hasSize(2)
        .anyMatch(pod -> pod.path("name").asText().equals(before));
    api.put("Deployment", "shop", Manifests.shop("shop", 0, Map.of("VERSION", "one")));
    await("no pods", () -> api.pods().isEmpty());
  }

  @Test
  void startsACrashedPodAgainEachTimeLaterAndSaysWhy() {
    api.put(
        "Deployment",
        "broken",
        Manifests.deployment(
            "broken",
            1,
            Manifests.IMAGE,
            Manifests.shell("echo no database; exit 3"),
            Map.of(),
            ""));
    await("three restarts", () -> api.pod().path("restarts").asInt() >= 3);
    await("back-off", () -> api.pod().path("phase").asText().equals("CrashLoopBackOff"));
    assertThat(api.pod().path("message").asText())
        .startsWith("CrashLoopBackOff: exit code 3")
        .contains("no database");
    assertThat(api.available("broken")).isZero();
  }

  @Test
  void givesUpTheRolloutThatDoesNotGetReadyInTimeAndKeepsTheOldPods() {
    serve("shop", Manifests.shop("shop", 1, Map.of("VERSION", "one")));
    api.put(
        "Deployment",
        "shop",
        Manifests.shop("shop", 1, Map.of("VERSION", "two")).replace("/health", "/status?500"));
    await(
        "deadline",
        () ->
            progressing(api.object("Deployment", "shop")).path("status").asText().equals("False"));
    JsonNode condition = progressing(api.object("Deployment", "shop"));
    assertThat(condition.path("reason").asText()).isEqualTo("ProgressDeadlineExceeded");
    assertThat(condition.path("message").asText())
        .contains("GET /status?500 was answered with 500");
    assertThat(api.visit("/").body()).isEqualTo("one");
  }

  @Test
  void waitsForAnImageThatIsNotThereYet() {
    String image = "shop@sha256:" + "cd".repeat(32);
    api.put(
        "Deployment",
        "shop",
        Manifests.deployment(
            "shop", 1, image, Manifests.javaCommand(), Map.of(), Manifests.READINESS));
    await("waiting", () -> !message().isEmpty());
    assertThat(message()).startsWith("ErrImagePull: image " + image);
  }

  @Test
  void waitsForASecretThatIsNotThereYetAndNeverShowsIt() {
    String env = "\"envFrom\": [{\"secretRef\": {\"name\": \"keys\"}}], \"env\":";
    serveWithoutWaiting("shop", Manifests.shop("shop", 1, Map.of()).replace("\"env\":", env));
    await("waiting", () -> message().startsWith("CreateContainerConfigError: Secret keys"));
    api.put("Secret", "keys", "{\"stringData\": {\"KEY\": \"hunter2\"}}");
    api.awaitRolledOut("shop");
    assertThat(api.visit("/env").body()).contains("KEY=hunter2");
  }

  @Test
  void letsRequestsInFlightFinishWhenTheDeploymentIsDeleted() throws Exception {
    serve("shop", Manifests.shop("shop", 1, Map.of("VERSION", "one")));
    CompletableFuture<String> slow =
        CompletableFuture.supplyAsync(() -> api.visit("/slow?600").body());
    JsonNode pod = api.pod();
    await("in flight", () -> logOf(pod).contains("slow begins"));
    long pid = pod.path("pid").asLong();
    api.delete("Deployment", "shop");
    await("terminating", () -> api.visit("/").statusCode() == 503);
    assertThat(slow.isDone()).isFalse();
    assertThat(finish(slow)).isEqualTo("slow one");
    await("no pods", () -> api.pods().isEmpty());
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void killsAPodThatIgnoresThePoliteSignalWithItsWholeFamily() {
    String stubborn =
        Manifests.deployment(
                "stubborn",
                1,
                Manifests.IMAGE,
                Manifests.shell("trap '' TERM; setsid sleep 600 & while true; do sleep 1; done"),
                Map.of(),
                "")
            .replace("\"containers\"", "\"terminationGracePeriodSeconds\": 0, \"containers\"");
    api.put("Deployment", "stubborn", stubborn);
    await("the process", () -> api.pod().has("pid"));
    ProcessHandle leader = ProcessHandle.of(api.pod().path("pid").asLong()).orElseThrow();
    await("its family", () -> leader.descendants().count() >= 2);
    List<ProcessHandle> family = leader.descendants().toList();
    api.delete("Deployment", "stubborn");
    await("no pods", () -> api.pods().isEmpty());
    assertThat(leader.isAlive()).isFalse();
    // A killed process is in the table until somebody has taken notice.
    await("no family", () -> family.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void replacesAPodWhoseProcessWasKilledFromOutside() {
    serve("shop", Manifests.shop("shop", 1, Map.of("VERSION", "one")));
    JsonNode pod = api.pod();
    ProcessHandle.of(pod.path("pid").asLong()).orElseThrow().destroyForcibly();
    await("restart", () -> api.pod().path("restarts").asInt() == 1);
    api.awaitRolledOut("shop");
    assertThat(api.pod().path("name")).isEqualTo(pod.path("name"));
    assertThat(api.visit("/").body()).isEqualTo("one");
  }

  private String message() {
    return api.pod().path("message").asText();
  }

  private String logOf(JsonNode pod) {
    return api.call("GET", "/v1/namespaces/shop/pods/" + pod.path("name").asText() + "/log", "")
        .body();
  }

  private void serve(String name, String deployment) {
    serveWithoutWaiting(name, deployment);
    api.awaitRolledOut(name);
  }

  private void serveWithoutWaiting(String name, String deployment) {
    api.put("Service", name, Manifests.service(name));
    api.put("HTTPRoute", "shop", Manifests.route(Map.of(name, 1)));
    api.put("Deployment", name, deployment);
  }

  private static JsonNode progressing(JsonNode deployment) {
    for (JsonNode condition : deployment.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Progressing")) {
        return condition;
      }
    }
    throw new AssertionError(deployment);
  }

  private static <T> T finish(CompletableFuture<T> future)
      throws InterruptedException, ExecutionException {
    return future.get();
  }
}
