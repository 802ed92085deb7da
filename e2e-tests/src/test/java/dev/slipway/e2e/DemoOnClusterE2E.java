package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.EnvironmentOutcome.Kind;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.release.Approval;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The demo on a real Kubernetes does what it shows there, too: images in a registry, pods, traffic
 * through a gateway. Nothing here reads what it printed: Git, the cluster, the gateway and Temporal
 * are asked.
 */
@Tag("lab")
@Isolated("the demo's analysis is not to be disturbed")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DemoOnClusterE2E {

  private static final EnvironmentKey PRODUCTION = new EnvironmentKey("production", "shop");
  private static final String JAVA = RealCluster.REGISTRY + "/java:lab";

  private @Nullable Stack running;
  private String namespace = "";

  @BeforeAll
  void runTheDemoAndTakeUpItsState() throws IOException {
    Skipping.when(RealCluster.objection().or(DemoOnClusterE2E::objection), DemoOnClusterE2E.class);
    Slipway slipway = onTheLaboratory(Files.createTempDirectory("slipway-demo-on-cluster"));
    demo(slipway, JAVA, "--keep-namespace").required();
    namespace = namespace(slipway.state());
    running = Stack.start(slipway.state());
  }

  private static Optional<String> objection() {
    try {
      int status = Web.get("http://" + RealCluster.REGISTRY + "/v2/java/tags/list").statusCode();
      return status == 200
          ? Optional.empty()
          : Optional.of("there is no image with Java (make it with tools/lab/up java)");
    } catch (IOException e) {
      return Optional.of("there is no registry: " + e);
    }
  }

  private static Slipway onTheLaboratory(Path state) {
    Path programs = Path.of(RealCluster.binary("kubectl")).getParent();
    return new Slipway(
        state,
        Map.of(
            "KUBECONFIG",
            RealCluster.kubeconfig().toString(),
            "PATH",
            programs + ":" + System.getenv("PATH")));
  }

  private static Program.Ended demo(Slipway slipway, String baseImage, String... more) {
    List<String> arguments =
        List.of(
            "demo",
            "--fast",
            "--on=local",
            "--registry=" + RealCluster.REGISTRY,
            "--base-image=" + baseImage,
            "--gateway-url=" + RealCluster.GATEWAY,
            "--state=" + slipway.state());
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return slipway.run(all.toArray(String[]::new));
  }

  private static String namespace(Path state) throws IOException {
    return Files.readString(state.resolve("platform.yaml"))
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("namespace: "))
        .map(line -> line.substring("namespace: ".length()))
        .findFirst()
        .orElseThrow();
  }

  @AfterAll
  void stop() {
    if (running != null) {
      running.close();
    }
    if (!namespace.isEmpty()) {
      RealCluster.kubectl("delete", "namespace", namespace, "--wait=false");
    }
  }

  @Test
  void mergedEveryReleaseOnceAndRestoredOne() {
    Path config = records().config();
    List<String> trees = records().trees();

    assertThat(Git.trailers(config, "Slipway-Release")).hasSize(4).doesNotHaveDuplicates();
    assertThat(Git.trailers(config, "Slipway-Restore")).hasSize(1);
    assertThat(Git.branches(config)).containsExactly("main");
    assertThat(Git.pullRequests(config)).isEqualTo(5);
    // Newest first: the third release, the restore, the bad one, the first release, …
    assertThat(trees.get(1)).isEqualTo(trees.get(3)).isNotEqualTo(trees.get(2));
  }

  @Test
  void runsWhatTheBranchNamesAndNothingElse() {
    String image = records().imageOnBranch();

    assertThat(image)
        .startsWith(RealCluster.REGISTRY + "/" + namespace + "/shop@")
        .endsWith(DemoRecords.built(records().decided()).digest());
    assertThat(get("deployment/shop", ".spec.template.spec.containers[0].image")).isEqualTo(image);
    Patience.untilTrue(
        "both pods are ready",
        () -> get("deployment/shop", ".status.readyReplicas").equals("2"),
        () -> get("deployment/shop", ".status"));
    assertThat(get("httproute/shop", ".spec.rules[*].backendRefs[*].name")).isEqualTo("shop");
    assertThat(EchoShop.objects(namespace))
        .containsExactly(
            "deployment.apps/shop", "httproute.gateway.networking.k8s.io/shop", "service/shop");
  }

  @Test
  void answersThroughTheGatewayWithTheMendedVersion() throws IOException {
    HttpResponse<String> answer = Web.get(RealCluster.GATEWAY + "/" + namespace + "/shop?item=25");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"pieces\":0", "\"each\":\"11.75\"");
  }

  @Test
  void recordedHowEachReleaseEndedAndWhoDecided() {
    assertThat(records().releases())
        .extracting(status -> status.result().map(ReleaseResult::outcome))
        .containsExactly(
            Optional.of(Outcome.PROMOTED),
            Optional.of(Outcome.ROLLED_BACK),
            Optional.of(Outcome.PROMOTED),
            Optional.of(Outcome.PROMOTED));
    ReleaseStatus decided = records().decided();
    assertThat(decided.approvals()).extracting(Approval::by).containsExactly("demo");
    assertThat(decided.approvals().getFirst().artifact())
        .isEqualTo(DemoRecords.built(decided).digest());
    EnvironmentStatus production = stack().temporal().environment(PRODUCTION).orElseThrow();
    assertThat(production.history())
        .extracting(EnvironmentOutcome::kind)
        .containsExactly(Kind.PROMOTED, Kind.ROLLED_BACK, Kind.PROMOTED, Kind.PROMOTED);
    assertThat(production.quarantine()).hasSize(1);
    assertThat(production.trouble()).isEmpty();
  }

  /** Its first build fails, as there is no such base. */
  @Test
  void leavesNothingOnTheClusterWhenItCannotGoOn(@TempDir Path state) throws IOException {
    Slipway slipway = onTheLaboratory(state);

    Program.Ended ended = demo(slipway, RealCluster.REGISTRY + "/there-is-none:1");

    assertThat(ended.code()).isNotZero();
    assertThat(RealCluster.kubectl("get", "namespaces", "--output", "name"))
        .contains("namespace/" + namespace)
        .doesNotContain("namespace/" + namespace(state));
  }

  private String get(String object, String field) {
    return RealCluster.kubectl("-n", namespace, "get", object, "-o", "jsonpath={" + field + "}");
  }

  private DemoRecords records() {
    return new DemoRecords(stack());
  }

  private Stack stack() {
    if (running == null) {
      throw new IllegalStateException("the demo was not run");
    }
    return running;
  }
}
