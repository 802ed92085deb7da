package dev.slipway.localcluster;

import dev.slipway.localcluster.pod.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A cluster in this process with one artifact and little patience. */
final class RunningCluster implements AutoCloseable {

  static final Pace QUICK =
      new Pace(
          Duration.ofMillis(100),
          Duration.ofSeconds(2),
          Duration.ofMinutes(1),
          Duration.ofMillis(20));

  final LocalClusterServer server;
  final Api api;

  private RunningCluster(LocalClusterServer server) {
    this.server = server;
    this.api = Api.of(server);
  }

  static RunningCluster start(Path root) throws IOException, StartFailure {
    artifact(root);
    ClusterOptions options =
        new ClusterOptions(
            root.resolve("state"),
            root.resolve("artifacts"),
            Optional.empty(),
            Optional.empty(),
            false);
    return new RunningCluster(LocalClusterServer.start(options, QUICK));
  }

  static void artifact(Path root) throws IOException {
    Path file = root.resolve("artifacts").resolve("sha256").resolve(Manifests.DIGEST);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "artifact");
  }

  @Override
  public void close() {
    server.close();
  }
}
