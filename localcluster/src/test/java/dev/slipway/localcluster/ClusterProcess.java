package dev.slipway.localcluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.localcluster.object.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A cluster in a process of its own, which can be killed. */
final class ClusterProcess implements AutoCloseable {

  private final Path root;
  private final Process process;

  private ClusterProcess(Path root, Process process) {
    this.root = root;
    this.process = process;
  }

  static ClusterProcess start(Path root, String... more) throws IOException {
    RunningCluster.artifact(root);
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LocalCluster.class.getName(),
                "--state",
                root.resolve("state").toString(),
                "--artifacts",
                root.resolve("artifacts").toString()));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectError(root.resolve("stderr").toFile())
            .redirectOutput(root.resolve("stdout").toFile())
            .start();
    return new ClusterProcess(root, process);
  }

  /** Once it has said where it is. */
  Api api() throws IOException {
    // A killed one leaves its own behind until the next has begun.
    Api.await("cluster.json", () -> address().path("pid").asLong() == process.pid());
    JsonNode json = address();
    return new Api(
        URI.create(json.path("api").asText()),
        URI.create(json.path("gateway").asText()),
        Files.readString(root.resolve("state/token"), StandardCharsets.US_ASCII));
  }

  private JsonNode address() throws IOException {
    Path file = root.resolve("state/cluster.json");
    try {
      return Json.read(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      // Not yet; or a starting cluster has just taken away what a killed one had left.
      return Json.object();
    }
  }

  /** Exit code. */
  int exit() {
    return process.onExit().orTimeout(20, TimeUnit.SECONDS).join().exitValue();
  }

  String errors() throws IOException {
    return Files.readString(root.resolve("stderr"), StandardCharsets.UTF_8);
  }

  /** As kill -9 does. */
  void kill() {
    process.destroyForcibly();
    exit();
  }

  /** As SIGTERM does. */
  void stop() {
    process.destroy();
    exit();
  }

  @Override
  public void close() {
    stop();
  }
}
