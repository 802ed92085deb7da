package dev.slipway.localcluster;

import static dev.slipway.localcluster.Api.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The cluster as a program: killed, stopped, started again. */
@Execution(ExecutionMode.CONCURRENT)
class CrashTest {

  @TempDir private Path root;

  @Test
  void podsOutliveAKilledClusterAndAreFoundAgain() throws Exception {
    ClusterProcess first = ClusterProcess.start(root);
    Api before = first.api();
    serve(before);
    JsonNode pod = before.pod();
    String version =
        before.object("HTTPRoute", "shop").path("metadata").path("resourceVersion").asText();
    first.kill();
    assertThat(isAlive(pod)).isTrue();

    try (ClusterProcess second = ClusterProcess.start(root)) {
      Api after = second.api();
      assertThat(after.gateway()).isEqualTo(before.gateway());
      // At once: the gateway opens when the pods that were found have answered.
      assertThat(after.visit("/").body()).isEqualTo("one");
      assertThat(after.pod().path("pid")).isEqualTo(pod.path("pid"));
      assertThat(after.pod().path("restarts").asInt()).isZero();
      JsonNode route = after.object("HTTPRoute", "shop");
      assertThat(route.path("metadata").path("resourceVersion").asText()).isEqualTo(version);
      assertThat(route.path("status").path("weightsInForce").path("shop").asInt()).isEqualTo(1);
      after.put("Deployment", "shop", Manifests.shop("shop", 1, Map.of("VERSION", "two")));
      after.awaitRolledOut("shop");
      await("the adopted pod to be gone", () -> !isAlive(pod));
      assertThat(after.visit("/").body()).isEqualTo("two");
    }
  }

  @Test
  void killsAfterACrashWhatHasNoObjectAnyMoreAndReplacesWhatDied() throws Exception {
    ClusterProcess first = ClusterProcess.start(root);
    Api before = first.api();
    serve(before);
    before.put("Deployment", "other", Manifests.shop("other", 1, Map.of()));
    before.awaitRolledOut("other");
    JsonNode shop = podOf(before, "shop");
    JsonNode other = podOf(before, "other");
    first.kill();
    Files.delete(root.resolve("state/objects/shop/Deployment/other.json"));
    ProcessHandle.of(shop.path("pid").asLong()).orElseThrow().destroyForcibly();

    try (ClusterProcess second = ClusterProcess.start(root)) {
      Api after = second.api();
      await("the orphan to be gone", () -> !isAlive(other));
      after.awaitRolledOut("shop");
      assertThat(podOf(after, "shop").path("restarts").asInt()).isEqualTo(1);
      assertThat(after.visit("/").body()).isEqualTo("one");
    }
  }

  @Test
  void killsAProcessThatWasStartedJustBeforeTheCrashAndNeverRecorded() throws Exception {
    ClusterProcess first = ClusterProcess.start(root);
    first.api();
    first.kill();
    String mark = Files.readString(root.resolve("state/cluster-id")).strip() + "/unrecorded";
    ProcessBuilder stray = new ProcessBuilder("/bin/sleep", "600");
    stray.environment().put("LOCALCLUSTER_POD", mark);
    Process process = stray.start();
    try (ClusterProcess second = ClusterProcess.start(root)) {
      second.api();
      assertThat(process.waitFor()).isEqualTo(137);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void stopsItsPodsWhenItIsStoppedAndStartsThemAgainLater() throws Exception {
    ClusterProcess first = ClusterProcess.start(root);
    serve(first.api());
    JsonNode pod = first.api().pod();
    first.stop();
    assertThat(isAlive(pod)).isFalse();
    assertThat(root.resolve("state/cluster.json")).doesNotExist();

    try (ClusterProcess second = ClusterProcess.start(root)) {
      Api after = second.api();
      after.awaitRolledOut("shop");
      assertThat(after.visit("/").body()).isEqualTo("one");
    }
  }

  @Test
  void goesOnWithAStopThatACrashInterrupted() throws Exception {
    ClusterProcess first = ClusterProcess.start(root);
    Api before = first.api();
    serve(before);
    JsonNode pod = before.pod();
    CompletableFuture<HttpResponse<String>> slow =
        CompletableFuture.supplyAsync(() -> before.visit("/slow?8000"));
    String log = "/v1/namespaces/shop/pods/" + pod.path("name").asText() + "/log";
    await("in flight", () -> before.call("GET", log, "").body().contains("slow begins"));
    before.put("Deployment", "shop", Manifests.shop("shop", 0, Map.of("VERSION", "one")));
    await("leaving", () -> before.pod().path("phase").asText().equals("Terminating"));
    first.kill();
    assertThat(slow).failsWithin(Duration.ofSeconds(5));
    assertThat(isAlive(pod)).isTrue();

    try (ClusterProcess second = ClusterProcess.start(root)) {
      Api after = second.api();
      await("no pods", () -> after.pods().isEmpty());
      assertThat(isAlive(pod)).isFalse();
    }
  }

  @Test
  void leavesItsPodsWhenToldSo() throws Exception {
    ClusterProcess first = ClusterProcess.start(root, "--keep-pods");
    serve(first.api());
    JsonNode pod = first.api().pod();
    first.stop();
    assertThat(isAlive(pod)).isTrue();
    try (ClusterProcess second = ClusterProcess.start(root)) {
      assertThat(second.api().pod().path("pid")).isEqualTo(pod.path("pid"));
    }
    assertThat(isAlive(pod)).isFalse();
  }

  @Test
  void saysInOneSentenceThatAPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      ClusterProcess cluster =
          ClusterProcess.start(root, "--gateway-port", Integer.toString(taken.getLocalPort()));
      assertThat(cluster.exit()).isEqualTo(2);
      assertThat(cluster.errors())
          .isEqualTo(
              "Port "
                  + taken.getLocalPort()
                  + " for the local cluster's gateway is taken: stop what uses it, or choose another with --gateway-port.\n");
    }
  }

  @Test
  void refusesASecondClusterOnTheSameState() throws Exception {
    try (ClusterProcess first = ClusterProcess.start(root)) {
      first.api();
      ClusterProcess second = ClusterProcess.start(root);
      assertThat(second.exit()).isEqualTo(2);
      assertThat(second.errors()).startsWith("Another local cluster is running on ");
      assertThat(first.api().get("/healthz").path("status").asText()).isEqualTo("ok");
    }
  }

  @Test
  void keepsItsTokenForItsOwnerOnly() throws Exception {
    try (ClusterProcess cluster = ClusterProcess.start(root)) {
      cluster.api();
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(root.resolve("state/token"))))
          .isEqualTo("rw-------");
    }
  }

  private static void serve(Api api) {
    api.put("Service", "shop", Manifests.service("shop"));
    api.put("HTTPRoute", "shop", Manifests.route(Map.of("shop", 1)));
    api.put("Deployment", "shop", Manifests.shop("shop", 1, Map.of("VERSION", "one")));
    api.awaitRolledOut("shop");
  }

  private static JsonNode podOf(Api api, String deployment) {
    return api.pods().stream()
        .filter(pod -> pod.path("deployment").asText().equals(deployment))
        .findFirst()
        .orElseThrow();
  }

  /** A zombie, which waits for its new parent to look, is dead. */
  private static boolean isAlive(JsonNode pod) {
    long pid = pod.path("pid").asLong();
    Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return handle.isPresent() && handle.get().info().command().isPresent();
  }
}
