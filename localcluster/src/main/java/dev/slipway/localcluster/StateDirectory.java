package dev.slipway.localcluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.localcluster.object.AtomicFile;
import dev.slipway.localcluster.object.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that the cluster keeps, held by one process at a time: objects, records and logs of pods, the
 * token, the cluster's own id, its ports, and while it runs {@code cluster.json} with its
 * addresses.
 */
final class StateDirectory implements AutoCloseable {

  private final Path root;
  private final FileChannel lockFile;

  /** Ports of the last run. */
  record Ports(int api, int gateway) {}

  private StateDirectory(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Takes it, and withdraws the addresses of an earlier run.
   *
   * @throws StartFailure when another cluster has it
   */
  static StateDirectory open(Path root) throws StartFailure, IOException {
    Files.createDirectories(root);
    FileChannel lockFile =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(lockFile)) {
      lockFile.close();
      throw new StartFailure(
          "Another local cluster is running on "
              + root
              + ": stop it, or choose another directory with --state.");
    }
    Files.deleteIfExists(root.resolve("cluster.json"));
    return new StateDirectory(root, lockFile);
  }

  private static boolean isLocked(FileChannel lockFile) throws IOException {
    try {
      @Nullable FileLock lock = lockFile.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  Path root() {
    return root;
  }

  Path objects() {
    return root.resolve("objects");
  }

  Path versions() {
    return root.resolve("resource-version");
  }

  /** The bearer token, made once. */
  String token() throws IOException {
    return secretOnce("token", 32);
  }

  /** What tells this cluster's processes from those of another, made once. */
  String clusterId() throws IOException {
    return secretOnce("cluster-id", 8);
  }

  Optional<Ports> ports() throws IOException {
    Path file = root.resolve("ports.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    JsonNode json = Json.read(Files.readAllBytes(file));
    return Optional.of(new Ports(json.path("api").asInt(), json.path("gateway").asInt()));
  }

  void remember(Ports ports) throws IOException {
    AtomicFile.write(
        root.resolve("ports.json"),
        Json.write(Json.object().put("api", ports.api()).put("gateway", ports.gateway())));
  }

  /** Says where the cluster is; from now on others find it. */
  void announce(String api, String gateway) throws IOException {
    AtomicFile.write(
        root.resolve("cluster.json"),
        Json.write(
            Json.object()
                .put("api", api)
                .put("gateway", gateway)
                .put("pid", ProcessHandle.current().pid())));
  }

  void withdraw() throws IOException {
    Files.deleteIfExists(root.resolve("cluster.json"));
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }

  private String secretOnce(String name, int bytes) throws IOException {
    Path file = root.resolve(name);
    if (!Files.exists(file)) {
      byte[] random = new byte[bytes];
      new SecureRandom().nextBytes(random);
      AtomicFile.write(file, HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII));
    }
    return Files.readString(file, StandardCharsets.US_ASCII).strip();
  }
}
