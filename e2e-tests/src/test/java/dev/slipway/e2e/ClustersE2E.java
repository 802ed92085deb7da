package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.temporal.TaskQueues;
import dev.slipway.temporal.WorkflowIds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * One service on two real clusters. The second one is served by a worker that runs as a pod of it,
 * with the manifests of deploy/kubernetes: it has its own account and nobody's kubeconfig, connects
 * out to Temporal, the forge and the registry, and nothing connects to it.
 */
@Tag("lab")
@Isolated("its analysis is not to be disturbed")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ClustersE2E {

  private @Nullable Stack running;
  private @Nullable WorkerPod pod;
  private @Nullable SpreadShop live;

  @BeforeAll
  void startAWorkerInEach() throws IOException {
    Skipping.when(
        RealCluster.objection()
            .or(SecondCluster::objection)
            .or(LabGitea::objection)
            .or(WorkerPod::objection),
        ClustersE2E.class);
    long begun = System.nanoTime();
    LabGitea gitea = LabGitea.open();
    URI here = URI.create(gitea.url());
    String host = SecondCluster.admit("gitea", here.getPort());
    String forge = "http://" + host + ":" + here.getPort();
    Path root = Files.createTempDirectory("slipway-clusters-e2e");
    running = Stack.startOn(onThisSide(root, host), platform(root, forge));
    String name = "spread-" + Long.toString(System.nanoTime(), 36);
    RealCluster.kubectl("create", "namespace", name);
    SecondCluster.kubectl("create", "namespace", name);
    live = new SpreadShop(running, gitea, forge, name);
    pod = WorkerPod.start(running, name);
    pod.awaitReady();
    live.awaitLive(SpreadShop.STAGING);
    live.awaitLive(SpreadShop.PRODUCTION);
    awaitAnswers("version-0");
    System.out.println(
        "two clusters, a worker as a pod and a service on both took "
            + (System.nanoTime() - begun) / 1_000_000_000
            + " s; the pod uses "
            + pod.megabytes()
            + " MB");
  }

  /** The worker of this machine knows the forge by the name that it has in the second cluster. */
  private static Slipway onThisSide(Path root, String forge) throws IOException {
    Path hosts = root.resolve("hosts");
    Files.writeString(
        hosts,
        "127.0.0.1 localhost "
            + InetAddress.getLocalHost().getHostName()
            + "\n127.0.0.1 "
            + forge
            + "\n");
    return new Slipway(root, Map.of("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + hosts));
  }

  /** The same for both workers. */
  private static String platform(Path root, String forge) throws IOException {
    Path token = Files.createDirectories(root.resolve("secrets")).resolve("gitea-token");
    Files.copy(LabGitea.token(LabGitea.SLIPWAY), token);
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    return "clusters:\n"
        + RealCluster.judgedByGateway()
        + """
          - name: remote
            metrics: {scrape: {port: 8080}, preset: micrometer}
        forges:
          - {name: git, kind: gitea, url: "%s", tokenFile: secrets/gitea-token, plainHttp: allowed}
        """
            .formatted(forge);
  }

  @AfterAll
  void stop() {
    if (pod != null) {
      pod.close();
    }
    if (running != null) {
      running.close();
    }
    if (live != null) {
      live.delete();
      RealCluster.kubectl("delete", "namespace", live.name(), "--wait=false");
      SecondCluster.kubectl("delete", "namespace", live.name(), "--wait=false");
    }
  }

  @Test
  @Order(1)
  void bringsAReleaseThroughBothClusters() {
    try (ClusterVisitors staging = new ClusterVisitors(shop().name());
        Visitors production = new Visitors(shop().url())) {
      ReleaseKey release = shop().push(1);

      ReleaseResult result = shop().end(release);

      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
      requireRuns("version-1");
      assertThat(shop().merged()).containsExactly(release.toString(), release.toString());
      assertThat(staging.unanswered()).isZero();
      assertThat(production.unanswered()).isZero();
    }
  }

  @Test
  @Order(2)
  void givesEachClustersWorkToItsOwnWorkerAlone() {
    Polls polls = new Polls(stack().temporal().client());
    Set<String> inside = polls.of(TaskQueues.cluster("remote"));

    assertThat(inside).hasSize(1).allMatch(identity -> identity.endsWith("@" + pod().name()));
    assertThat(polls.of(TaskQueues.cluster("lab")))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(inside);
    assertThat(polls.of(TaskQueues.WORKFLOWS)).isNotEmpty().doesNotContainAnyElementsOf(inside);
    assertThat(polls.of(TaskQueues.BUILDS)).isNotEmpty().doesNotContainAnyElementsOf(inside);
    assertThat(polls.whoRan(rollout(SpreadShop.STAGING), TaskQueues.cluster("remote")))
        .isEqualTo(inside);
    assertThat(polls.whoRan(rollout(SpreadShop.PRODUCTION), TaskQueues.cluster("lab")))
        .hasSize(1)
        .doesNotContainAnyElementsOf(inside);
  }

  @Test
  @Order(3)
  void goesOnInTheNextPodWhenOneIsKilled() {
    String before = pod().name();
    try (ClusterVisitors staging = new ClusterVisitors(shop().name());
        Visitors production = new Visitors(shop().url())) {
      ReleaseKey release = shop().push(2);
      Patience.untilTrue(
          "staging has a canary with traffic",
          () -> canary().filter(rollout -> rollout.weight() > 0).isPresent(),
          this::canary);

      pod().kill();

      ReleaseResult result = shop().end(release);
      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
      assertThat(pod().name()).isNotEqualTo(before);
      requireRuns("version-2");
      assertThat(shop().merged().subList(0, 2))
          .containsExactly(release.toString(), release.toString());
      assertThat(staging.unanswered()).isZero();
      assertThat(production.unanswered()).isZero();
    }
  }

  private Optional<RolloutStatus> canary() {
    return stack()
        .temporal()
        .rollout(new EnvironmentKey(SpreadShop.STAGING, shop().name()))
        .filter(rollout -> rollout.result().isEmpty());
  }

  private String rollout(String environment) {
    return WorkflowIds.rollout(new EnvironmentKey(environment, shop().name()));
  }

  /** Branch and cluster agree, in both environments, and nothing of a canary is left. */
  private void requireRuns(String version) {
    String name = shop().name();
    String image = "jsonpath={.spec.template.spec.containers[0].image}";
    String deployment = "deployment/" + name;
    assertThat(RealCluster.kubectl("-n", name, "get", deployment, "-o", image))
        .isEqualTo(shop().imageOnBranch(SpreadShop.PRODUCTION));
    assertThat(SecondCluster.kubectl("-n", name, "get", deployment, "-o", image))
        .isEqualTo(shop().imageOnBranch(SpreadShop.STAGING))
        .isEqualTo(shop().imageOnBranch(SpreadShop.PRODUCTION));
    awaitAnswers(version);
    assertThat(SecondCluster.kubectl("-n", name, "get", "deployments", "-o", "name"))
        .isEqualTo("deployment.apps/" + name);
  }

  /**
   * The gateway of the one and the network of the other gather changes before they carry them out.
   */
  private void awaitAnswers(String version) {
    Patience.untilTrue(
        version + " answers on both clusters",
        () -> answers().stream().allMatch(answer -> answer.contains(version + " ")),
        this::answers);
  }

  private List<String> answers() {
    return List.of(RealCluster.answer(shop().url()), ClusterVisitors.answer(shop().name()));
  }

  private SpreadShop shop() {
    return there(live);
  }

  private Stack stack() {
    return there(running);
  }

  private WorkerPod pod() {
    return there(pod);
  }

  private static <T> T there(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("it was not started");
    }
    return part;
  }
}
