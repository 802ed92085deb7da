package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.temporal.WorkflowIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What means no good, from the outside of a whole running stack: each is refused with a reason, and
 * nothing of it is applied.
 */
@Execution(ExecutionMode.SAME_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileInputE2E {

  private static final int FLOOD = 3_000;
  private static final byte[] LARGE = new byte[1_000_000];

  private @Nullable Stack running;

  @BeforeAll
  void startAStackThatTakesWebhooks() throws IOException {
    Path directory = Files.createTempDirectory("slipway-hostile-e2e");
    Path secret = Files.writeString(directory.resolve("secret"), "the-forge-s-own");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    running =
        Stack.startOn(
            directory,
            """
            forges:
              - {name: git, kind: gitea, url: "http://127.0.0.1:9", tokenFile: %1$s, webhookSecretFile: %1$s}
            """
                .formatted(secret));
  }

  @AfterAll
  void stop() {
    if (running != null) {
      running.close();
    }
  }

  @Test
  void aLinkOutOfTheRepositoryIsNotFollowed() {
    Service service = Service.live(stack(), "linked");

    requireUnreadable(
        service,
        folder ->
            Files.createSymbolicLink(folder.resolve("passwords.yaml"), Path.of("/etc/passwd")),
        "passwords.yaml: a symbolic link or submodule is not followed");
  }

  @Test
  void aFileOfAliasesThatExpandsIsNotExpanded() {
    Service service = Service.live(stack(), "bomb");
    StringBuilder bomb =
        new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (int level = 1; level < 12; level++) {
      String below = "*a" + (level - 1);
      bomb.append("a%1$d: &a%1$d [%2$s, %2$s, %2$s, %2$s]\n".formatted(level, below));
    }

    requireUnreadable(
        service,
        folder -> Files.writeString(folder.resolve("bomb.yaml"), bomb),
        "its aliases expand to more than");
  }

  @Test
  void aManifestOfFiftyMegabytesIsNotRead() {
    Service service = Service.live(stack(), "large");

    requireUnreadable(
        service,
        folder -> Files.writeString(folder.resolve("large.yaml"), "#".repeat(50_000_000)),
        "large.yaml: 50000000 bytes; a manifest may have 1 MB");
  }

  @Test
  void anObjectOfAnotherNamespaceIsTakenBack() {
    requireTakenBack(
        "elsewhere",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: mine, namespace: kube-system}
        """,
        "ConfigMap/mine asks for the namespace kube-system: only elsewhere is bound");
  }

  @Test
  void anObjectOfTheWholeClusterIsTakenBack() {
    requireTakenBack(
        "owner",
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: everything}
        rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
        """,
        "ClusterRole/everything is of a kind that this environment may not have");
  }

  @Test
  void aFloodOfUnsignedWebhooksCostsLittleAndHoldsNothingUp() throws Exception {
    Service service = Service.live(stack(), "flooded");
    ProcessHandle worker = worker();
    long memoryBefore = residentKilobytes(worker);
    Duration processorBefore = worker.info().totalCpuDuration().orElseThrow();
    long begun = System.nanoTime();
    Map<Integer, Integer> answers = new TreeMap<>();
    try (Visitors visitors = new Visitors(service.url())) {
      ReleaseKey release = service.push("");

      flood(answers);

      long took = System.nanoTime() - begun;
      Duration processor = worker.info().totalCpuDuration().orElseThrow().minus(processorBefore);
      long memory = residentKilobytes(worker) - memoryBefore;
      System.out.printf(
          "%d unsigned deliveries of 1 MB in %d ms: answers %s, %d ms of the worker's CPU, its memory"
              + " %+d MB%n",
          FLOOD, took / 1_000_000, answers, processor.toMillis(), memory / 1024);
      assertThat(answers.keySet()).isSubsetOf(401, 429, 503);
      assertThat(answers.getOrDefault(429, 0)).isGreaterThan(FLOOD / 2);
      assertThat(memory).isLessThan(400_000);
      ReleaseResult result = service.end(release);
      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
      assertThat(visitors.unanswered()).isZero();
    }
  }

  private void flood(Map<Integer, Integer> answers) throws InterruptedException {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    URI place = URI.create(stack().marker().path("workerUrl").asText() + "/webhooks/git");
    Semaphore places = new Semaphore(64);
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < FLOOD; i++) {
        places.acquire();
        senders.execute(
            () -> {
              int status = send(client, place);
              synchronized (answers) {
                answers.merge(status, 1, Integer::sum);
              }
              places.release();
            });
      }
    }
  }

  private static int send(HttpClient client, URI place) {
    try {
      return client
          .send(
              HttpRequest.newBuilder(place)
                  .header("X-Hub-Signature-256", "sha256=" + "00".repeat(32))
                  .timeout(Duration.ofSeconds(30))
                  .POST(HttpRequest.BodyPublishers.ofByteArray(LARGE))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      // The server may hang up on a body that it does not want.
      return 429;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ProcessHandle worker() throws IOException {
    String pid =
        Files.readString(stack().root().resolve("worker/worker.pid")).strip().split("\\s+", -1)[0];
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private static long residentKilobytes(ProcessHandle process) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
        .findFirst()
        .orElseThrow();
  }

  /** The environment says why, goes on with what is live, and with the next commit that is good. */
  private void requireUnreadable(Service service, Change change, String reason) {
    String pods = stack().cluster().pods(service.name()).toString();
    service.commitConfig("Mean no good", change::carryOut);

    Patience.untilTrue(
        "the environment says why",
        () -> troubles(service).contains(reason),
        () -> troubles(service));
    assertThat(service.answer()).isEqualTo("200 0");
    assertThat(stack().cluster().pods(service.name()).toString()).isEqualTo(pods);

    service.commitConfig("Take it back", HostileInputE2E::deleteAllButApp);
    Patience.untilTrue("it goes on", () -> troubles(service).isEmpty(), () -> troubles(service));
    service.requireAtRest("0");
  }

  private void requireTakenBack(String name, String manifest, String reason) {
    Service service = Service.live(stack(), name);
    String tree = service.tree();

    service.commitConfig("Mean no good", folder -> write(folder.resolve("more.yaml"), manifest));

    EnvironmentOutcome outcome =
        Patience.until(
            "it is taken back",
            () ->
                service.environment().map(EnvironmentStatus::history).orElseThrow().stream()
                    .filter(one -> one.kind() == EnvironmentOutcome.Kind.ROLLED_BACK)
                    .findFirst(),
            service::environment);
    assertThat(service.tree()).isEqualTo(tree);
    assertThat(outcome.reason()).contains("nothing was applied", reason);
    service.requireAtRest("0");
  }

  private String troubles(Service service) {
    return stack().temporal().troubles(WorkflowIds.environment(service.production()))
        + service
            .environment()
            .flatMap(EnvironmentStatus::trouble)
            .map(Object::toString)
            .orElse("");
  }

  private static void deleteAllButApp(Path folder) {
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(path -> !path.endsWith("app.yaml")).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stack stack() {
    if (running == null) {
      throw new IllegalStateException("there is no stack");
    }
    return running;
  }

  /** What somebody does to the folder of an environment. */
  @FunctionalInterface
  private interface Change {

    void make(Path folder) throws IOException;

    default void carryOut(Path folder) {
      try {
        make(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
