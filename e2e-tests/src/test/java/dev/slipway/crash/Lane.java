package dev.slipway.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.e2e.Program;
import dev.slipway.e2e.Visitors;
import dev.slipway.e2e.Web;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.environment.EnvironmentWorkflow;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.release.ReleaseWorkflow;
import dev.slipway.temporal.SlipwayDataConverter;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowException;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole Slipway of its own: Temporal server, local cluster and repositories in one directory, a
 * worker that dies on order, and customers who keep asking.
 */
final class Lane implements AutoCloseable {

  static final EnvironmentKey PRODUCTION = new EnvironmentKey("production", "shop");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Between two customers: a hundred a second are enough for a verdict within seconds. */
  private static final Duration PAUSE = Duration.ofMillis(10);

  /** On a fresh machine the first start compiles the Temporal server. */
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(12);

  private final Path project;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Path root;
  private final Repositories repositories;
  private final JsonNode marker;
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final Visitors customers;
  private volatile @Nullable Process worker;

  /**
   * @param project top folder of the project, which has been built
   * @param root empty directory
   */
  Lane(Path project, Path root) {
    this.project = project;
    this.root = root;
    try {
      Files.createDirectories(root.resolve("repositories"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    repositories = new Repositories(root.resolve("repositories"), project.resolve("examples/shop"));
    writePlatformFile();
    slipway("dev", "--detach", "--state", root.toString());
    marker = read(root.resolve("dev.json"));
    stopOrdinaryWorker();
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(marker.path("temporalAddress").asText())
                // A dead worker answers no query: the lane has to notice that soon.
                .setRpcQueryTimeout(Duration.ofSeconds(2))
                .build());
    client =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder()
                .setDataConverter(SlipwayDataConverter.create())
                .build());
    String gateway = marker.path("gateway").asText();
    customers = new Visitors(visit -> gateway + "/shop?item=" + (1 + visit % 100), PAUSE);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "close " + root.getFileName()));
  }

  Repositories repositories() {
    return repositories;
  }

  Visitors customers() {
    return customers;
  }

  private void writePlatformFile() {
    write(
        root.resolve("platform.yaml"),
        """
        apiVersion: slipway.dev/v1
        services:
          - name: shop
            team: shop
            source: {repository: "%s", branch: main}
            environments:
              - name: production
                cluster: local
                namespace: shop
                config: {repository: "%s", branch: main, path: environments/production/shop}
                route: shop
                deploymentMode: allowed
        """
            .formatted(repositories.source(), repositories.config()));
  }

  private void slipway(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(project.resolve("slipway").toString());
    command.addAll(List.of(arguments));
    Program.run(root, Map.of(), COMMAND_LIMIT, command).required();
  }

  private void stopOrdinaryWorker() {
    try {
      String pid = Files.readString(root.resolve("worker/worker.pid")).split(" ", -1)[0].strip();
      kill(pid);
      Files.delete(root.resolve("worker/worker.pid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void kill(String pid) {
    Program.run(root, Map.of(), COMMAND_LIMIT, List.of("kill", "-9", pid)).required();
  }

  /** The worker under test; the one before has to be dead. */
  void startWorker() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx400m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + root.resolve("crashing-worker.jsa"),
            "-Xlog:disable",
            "--enable-native-access=ALL-UNNAMED",
            "-Dcrash.control=" + control(),
            "-Dcrash.notes=" + notes(),
            "-cp",
            workerClassPath(),
            CrashingWorker.class.getName(),
            "--slipway.platform-file=" + root.resolve("platform.yaml"),
            "--slipway.work=" + root.resolve("worker"),
            "--slipway.artifacts=" + root.resolve("artifacts"),
            "--slipway.clusters.local=" + root.resolve("cluster"),
            "--slipway.branch-poll=300ms",
            "--server.port=0"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(root.toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(root.resolve("crashing-worker.log").toFile()));
    builder.environment().put("TEMPORAL_ADDRESS", marker.path("temporalAddress").asText());
    // A lane that is closed by a signal meanwhile starts nothing any more.
    synchronized (closed) {
      if (closed.get()) {
        throw new IllegalStateException(root + " is closed");
      }
      try {
        worker = builder.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The command's own choice of a logger, which logs nothing, is not the worker's. */
  private static String workerClassPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.contains("slf4j-nop"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  boolean isWorkerDead() {
    Process started = worker;
    return started == null || !started.isAlive();
  }

  /** What is counted from now on, and where the worker dies. */
  void order(String name, Optional<CrashPoint> point) {
    write(
        control(),
        name + "\n" + point.map(CrashPoint::toString).orElse("") + (point.isPresent() ? "\n" : ""));
  }

  private Path control() {
    return root.resolve("crash.control");
  }

  private Path notes() {
    return root.resolve("crash.notes");
  }

  /** What was noted of this name: activity, occurrence, effects. */
  List<String> notesOf(String name) {
    try {
      return Files.exists(notes())
          ? Files.readAllLines(notes()).stream()
              .filter(line -> line.startsWith(name + " "))
              .map(line -> line.substring(name.length() + 1))
              .toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code kill -9} of the Temporal server, and its start on the same state. */
  void killServer() {
    try {
      Path record = root.resolve("temporal/temporal.pid");
      String pid = Files.readString(record).split(" ", -1)[0].strip();
      kill(pid);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    slipway("dev", "--detach", "--state", root.toString());
    stopOrdinaryWorker();
  }

  Optional<ReleaseStatus> release(ReleaseKey key) {
    try {
      return Optional.of(
          client.newWorkflowStub(ReleaseWorkflow.class, WorkflowIds.release(key)).status());
    } catch (WorkflowException e) {
      // Not begun yet, or no worker answers just now.
      return Optional.empty();
    }
  }

  Optional<EnvironmentStatus> environment() {
    try {
      return Optional.of(
          client
              .newWorkflowStub(EnvironmentWorkflow.class, WorkflowIds.environment(PRODUCTION))
              .status());
    } catch (WorkflowException e) {
      return Optional.empty();
    }
  }

  /** Types of all activities that this workflow's present run has scheduled, in order. */
  List<String> scheduledActivities(String workflowId) {
    WorkflowExecutionHistory history = client.fetchHistory(workflowId);
    return history.getEvents().stream()
        .filter(io.temporal.api.history.v1.HistoryEvent::hasActivityTaskScheduledEventAttributes)
        .map(event -> event.getActivityTaskScheduledEventAttributes().getActivityType().getName())
        .toList();
  }

  /** Ids of all workflows that are open now. */
  List<String> openWorkflows() {
    return client
        .listExecutions("ExecutionStatus = 'Running'")
        .map(execution -> execution.getExecution().getWorkflowId())
        .sorted()
        .toList();
  }

  /** The cluster's objects of the namespace, as it tells them itself. */
  JsonNode objects() {
    return cluster("/v1/namespaces/shop/objects").path("items");
  }

  JsonNode pods() {
    return cluster("/v1/namespaces/shop/pods").path("items");
  }

  private JsonNode cluster(String path) {
    JsonNode where = read(root.resolve("cluster/cluster.json"));
    try {
      String token = Files.readString(root.resolve("cluster/token")).strip();
      return MAPPER.readTree(Web.get(where.path("api").asText() + path, token).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Processes of builds and tests: whatever runs inside the worker's directory. */
  List<String> strayProcesses() {
    String place = root.resolve("worker").toString();
    Process started = worker;
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(
              handle ->
                  workingDirectory(handle).startsWith(place)
                      && (started == null || handle.pid() != started.pid()))
          .map(handle -> handle.pid() + " " + handle.info().command().orElse(""))
          .toList();
    }
  }

  private static String workingDirectory(ProcessHandle handle) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + handle.pid() + "/cwd")).toString();
    } catch (IOException e) {
      // Gone meanwhile, or not ours.
      return "";
    }
  }

  private static JsonNode read(Path file) {
    try {
      return MAPPER.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, text, StandardCharsets.UTF_8);
      Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Also when the matrix itself is ended by a signal; a second time it does nothing. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    customers.close();
    synchronized (closed) {
      Process started = worker;
      if (started != null) {
        started.destroyForcibly();
      }
    }
    stubs.shutdownNow();
    slipway("dev", "stop", "--state", root.toString());
  }
}
