package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.EnvironmentOutcome.Kind;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.release.Approval;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The demo does what it shows. Nothing here reads what it printed: it is run to its end, its state
 * is taken up by {@code slipway dev}, and Git, the cluster, the gateway and Temporal are asked.
 */
@Isolated("the demo's analysis is not to be disturbed")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DemoE2E {

  private static final EnvironmentKey PRODUCTION = new EnvironmentKey("production", "shop");

  private @Nullable Path directory;
  private @Nullable Stack running;

  @BeforeAll
  void runTheDemoAndTakeUpItsState() throws IOException {
    directory = Files.createTempDirectory("slipway-demo-e2e");
    Slipway slipway = new Slipway(directory);
    slipway.run("demo", "--fast", "--state", directory.toString()).required();
    assertThat(leftovers()).as("processes after the demo").isEmpty();
    running = Stack.start(directory);
  }

  @AfterAll
  void stop() {
    if (running != null) {
      running.close();
    }
  }

  @Test
  @Order(1)
  void mergedEveryReleaseOnceAndRestoredOne() {
    Path config = records().config();

    assertThat(Git.trailers(config, "Slipway-Release")).hasSize(4).doesNotHaveDuplicates();
    assertThat(Git.trailers(config, "Slipway-Restore")).hasSize(1);
    assertThat(Git.branches(config)).containsExactly("main");
    assertThat(Git.pullRequests(config)).isEqualTo(5);
  }

  @Test
  @Order(1)
  void broughtTheTreeBackThatTheBadReleaseFound() {
    List<String> trees = records().trees();

    // Newest first: the third release, the restore, the bad one, the first release, …
    assertThat(trees.get(1)).isEqualTo(trees.get(3)).isNotEqualTo(trees.get(2));
  }

  @Test
  @Order(1)
  void runsWhatTheBranchNamesAndNothingElse() {
    ClusterView cluster = stack().cluster();
    String digest = DemoRecords.built(records().decided()).digest();

    Patience.untilTrue(
        "all pods are ready",
        () -> readyPods(cluster).equals(List.of(true, true)),
        () -> cluster.pods("production"));
    assertThat(records().imageOnBranch()).endsWith("@" + digest);
    assertThat(cluster.image("production", "shop")).isEqualTo(records().imageOnBranch());
    assertThat(cluster.backends("production", "shop")).containsExactly("shop");
    assertThat(cluster.names("production"))
        .containsExactly("Deployment/shop", "HTTPRoute/shop", "Service/shop");
  }

  @Test
  @Order(1)
  void answersThroughTheGatewayWithTheMendedVersion() throws IOException {
    HttpResponse<String> answer = Web.get(stack().gateway() + "/shop?item=25");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"pieces\":0", "\"each\":\"11.75\"");
  }

  @Test
  @Order(1)
  void recordedHowEachReleaseEndedAndWhoDecided() {
    assertThat(records().releases())
        .extracting(status -> status.result().map(ReleaseResult::outcome))
        .containsExactly(
            Optional.of(Outcome.PROMOTED),
            Optional.of(Outcome.ROLLED_BACK),
            Optional.of(Outcome.PROMOTED),
            Optional.of(Outcome.PROMOTED));
    ReleaseStatus decided = records().decided();
    assertThat(decided.approvals()).hasSize(1);
    Approval approval = decided.approvals().getFirst();
    assertThat(approval.by()).isEqualTo("demo");
    assertThat(approval.through()).isEqualTo("cli");
    assertThat(approval.artifact()).isEqualTo(DemoRecords.built(decided).digest());
    assertThat(approval.diffDigest()).isEqualTo(decided.diffDigest());
  }

  @Test
  @Order(1)
  void leftOnlyEntitiesOpenAndNothingFailed() {
    TemporalView temporal = stack().temporal();

    assertThat(temporal.find("ExecutionStatus = 'Running'"))
        .containsExactly("environment/production/shop", "service/shop");
    assertThat(temporal.find("ExecutionStatus IN ('Failed', 'Terminated', 'TimedOut', 'Canceled')"))
        .isEmpty();
    EnvironmentStatus production = temporal.environment(PRODUCTION).orElseThrow();
    assertThat(production.history())
        .extracting(EnvironmentOutcome::kind)
        .containsExactly(Kind.PROMOTED, Kind.ROLLED_BACK, Kind.PROMOTED, Kind.PROMOTED);
    assertThat(production.quarantine()).hasSize(1);
    assertThat(production.holder()).isEmpty();
    assertThat(production.trouble()).isEmpty();
  }

  @Test
  @Order(2)
  void leavesNothingRunningWhenItIsStopped() {
    JsonNode marker = stack().marker();

    stack().slipway().run("dev", "stop").required();

    assertThat(leftovers()).isEmpty();
    assertThat(
            Stream.of("temporalAddress", "temporalUi", "workerUrl", "gateway")
                .filter(part -> isListening(marker.path(part).asText())))
        .isEmpty();
  }

  private Stack stack() {
    if (running == null) {
      throw new IllegalStateException("the demo was not run");
    }
    return running;
  }

  private DemoRecords records() {
    return new DemoRecords(stack());
  }

  private static List<Boolean> readyPods(ClusterView cluster) {
    return cluster.pods("production").stream().map(pod -> pod.path("ready").asBoolean()).toList();
  }

  /** Every process that names the state directory. */
  private List<String> leftovers() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.map(handle -> handle.info().commandLine().orElse(""))
          .filter(line -> line.contains(String.valueOf(directory)))
          .toList();
    }
  }

  private static boolean isListening(String address) {
    URI uri = URI.create(address.contains("://") ? address : "tcp://" + address);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), uri.getPort()), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
