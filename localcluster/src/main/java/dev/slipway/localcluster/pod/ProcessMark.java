package dev.slipway.localcluster.pod;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A variable in the environment of each pod, by which every process that it started is found again,
 * also those that left its process group and those that were started a moment before the cluster
 * was killed. Only where the kernel shows environments (Linux); elsewhere process groups must do.
 *
 * @param cluster id of the cluster
 * @param pod uid of the pod
 */
record ProcessMark(String cluster, String pod) {

  static final String VARIABLE = "LOCALCLUSTER_POD";

  private static final Path PROC = Path.of("/proc");

  /**
   * A process that carries the mark of this cluster.
   *
   * @param pod uid of the pod that it belongs to
   */
  record Marked(ProcessIdentity process, String pod) {}

  String value() {
    return cluster + "/" + pod;
  }

  /** The processes of the pod. */
  List<ProcessIdentity> find() {
    return all(cluster).stream()
        .filter(marked -> marked.pod().equals(pod))
        .map(Marked::process)
        .toList();
  }

  /** The processes of all pods of a cluster. */
  static List<Marked> all(String cluster) {
    List<Marked> found = new ArrayList<>();
    if (!Files.isDirectory(PROC)) {
      return found;
    }
    String prefix = VARIABLE + "=" + cluster + "/";
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path process : processes) {
        String pod = podOf(process, prefix);
        if (!pod.isEmpty()) {
          ProcessIdentity.of(Long.parseLong(process.getFileName().toString()))
              .ifPresent(identity -> found.add(new Marked(identity, pod)));
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("The list of processes cannot be read.", e);
    }
    return found;
  }

  private static String podOf(Path process, String prefix) {
    try {
      String environment =
          new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
      return Arrays.stream(environment.split("\0", -1))
          .filter(entry -> entry.startsWith(prefix))
          .map(entry -> entry.substring(prefix.length()))
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      // It ended meanwhile, or belongs to another user and so is not ours.
      return "";
    }
  }
}
