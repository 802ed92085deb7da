package dev.slipway.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * A running stack, {@code slipway dev --detach}, in a directory of its own. Services are bound in
 * its platform file while it runs.
 */
final class Stack implements AutoCloseable {

  private static final String PLATFORM = "apiVersion: slipway.dev/v1\nservices:";

  private final Path root;
  private final Slipway slipway;
  private final TemporalView temporal;
  private final String gateway;
  private final StringBuilder platform;

  private Stack(Slipway slipway, String head) {
    root = slipway.state();
    platform = new StringBuilder(head);
    this.slipway = slipway;
    JsonNode marker = marker(root);
    temporal = new TemporalView(marker.path("temporalAddress").asText());
    gateway = marker.path("gateway").asText();
  }

  /** Starts one. */
  static Stack start(Path root) {
    Slipway slipway = new Slipway(root);
    begin(slipway);
    return new Stack(slipway, PLATFORM);
  }

  private static void begin(Slipway slipway) {
    slipway.run("dev", "--detach").required();
  }

  /**
   * Starts one that serves Kubernetes clusters, too.
   *
   * @param clusters the platform file's, as a list in YAML
   */
  static Stack start(Path root, String clusters) throws IOException {
    return startOn(root, "clusters:\n" + clusters);
  }

  /**
   * Starts one on a platform of its own.
   *
   * @param fields of the platform file, but for the services
   */
  static Stack startOn(Path root, String fields) throws IOException {
    return startOn(new Slipway(root), fields);
  }

  /** The same by a command that is run in an environment of its own. */
  static Stack startOn(Slipway slipway, String fields) throws IOException {
    String head = PLATFORM.replace("services:", fields + "services:");
    Files.writeString(slipway.state().resolve("platform.yaml"), head + " []\n");
    begin(slipway);
    return new Stack(slipway, head);
  }

  Path root() {
    return root;
  }

  Slipway slipway() {
    return slipway;
  }

  TemporalView temporal() {
    return temporal;
  }

  ClusterView cluster() {
    return new ClusterView(root.resolve("cluster"));
  }

  String gateway() {
    return gateway;
  }

  JsonNode marker() {
    return marker(root);
  }

  static JsonNode marker(Path root) {
    try {
      return new ObjectMapper().readTree(root.resolve("dev.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The process of a part of it.
   *
   * @param part cluster, temporal or worker
   */
  ProcessHandle process(String part) {
    try {
      String record = Files.readString(root.resolve(part).resolve(part + ".pid"));
      return ProcessHandle.of(Long.parseLong(record.strip().split(" ", -1)[0])).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a service to the platform file; the worker reads it anew by itself. */
  synchronized void bind(String service) {
    platform.append(service);
    try {
      Path next = root.resolve("platform.yaml.next");
      Files.writeString(next, platform);
      Files.move(next, root.resolve("platform.yaml"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    temporal.close();
    slipway.run("dev", "stop").required();
    if (!Boolean.getBoolean("slipway.e2e.keep")) {
      delete(root);
    }
  }

  static void delete(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file :
          (Iterable<Path>) files.sorted(java.util.Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
