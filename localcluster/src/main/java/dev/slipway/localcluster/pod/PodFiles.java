package dev.slipway.localcluster.pod;

import dev.slipway.localcluster.object.AtomicFile;
import dev.slipway.localcluster.object.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of pods: for each its record and the directory that it works in, and its log, which
 * outlives it a while, because it tells why the pod is gone.
 */
final class PodFiles {

  private static final String RECORD = "pod.json";

  private final Path pods;
  private final Path logs;

  PodFiles(Path state) {
    this.pods = state.resolve("pods");
    this.logs = state.resolve("logs");
  }

  void save(PodRecord record) throws IOException {
    AtomicFile.write(directory(record).resolve(RECORD), record.toJson());
  }

  /**
   * All pods that were kept.
   *
   * @throws IOException when a record is damaged: it is named
   */
  List<PodRecord> load() throws IOException {
    List<PodRecord> records = new ArrayList<>();
    Files.createDirectories(pods);
    List<Path> files;
    try (Stream<Path> walk = Files.walk(pods, 3)) {
      files = walk.filter(file -> file.endsWith(RECORD)).toList();
    }
    for (Path file : files) {
      try {
        records.add(PodRecord.of(Json.read(Files.readAllBytes(file))));
      } catch (RuntimeException e) {
        throw new IOException(
            "The record of a pod, "
                + file
                + ", is damaged ("
                + e.getMessage()
                + "): delete its directory; the pod is replaced.",
            e);
      }
    }
    return records;
  }

  /** The directory that the pod's process is started in. */
  Path workingDirectory(PodRecord record) throws IOException {
    return Files.createDirectories(directory(record).resolve("work"));
  }

  PodLog log(String namespace, String pod) {
    return new PodLog(logs.resolve(namespace).resolve(pod + ".log"));
  }

  /** Removes record and working directory; of the logs of pods that are gone the newest stay. */
  void delete(PodRecord record) throws IOException {
    Path directory = directory(record);
    Files.deleteIfExists(directory.resolve(RECORD));
    if (Files.isDirectory(directory)) {
      try (Stream<Path> walk = Files.walk(directory)) {
        for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
    PodLog.prune(logs.resolve(record.namespace()), pods.resolve(record.namespace()));
  }

  private Path directory(PodRecord record) {
    return pods.resolve(record.namespace()).resolve(record.name());
  }
}
