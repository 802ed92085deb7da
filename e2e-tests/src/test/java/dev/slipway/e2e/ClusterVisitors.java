package dev.slipway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Customers inside the second cluster, where there is no gateway: each visit is a connection of its
 * own to the Service, as the cluster deals out connections.
 */
final class ClusterVisitors implements AutoCloseable {

  private static final String VISITS =
      "while :; do curl --silent --output /dev/null --max-time 5 --write-out '%{http_code}\\n' \"$0\"; sleep 0.03; done";

  private final Path codes;
  private final Process process;

  /**
   * @param service its name and namespace
   */
  ClusterVisitors(String service) {
    try {
      codes = Files.createTempFile("codes", ".txt");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process = SecondCluster.in(codes, "sh", "-c", VISITS, address(service));
  }

  private static String address(String service) {
    return "http://"
        + SecondCluster.kubectl(
            "-n", service, "get", "service/" + service, "-o", "jsonpath={.spec.clusterIP}")
        + "/";
  }

  /** What the service says to one. */
  static String answer(String service) {
    try {
      Path answer = Files.createTempFile("answer", ".txt");
      Process one =
          SecondCluster.in(answer, "curl", "--silent", "--max-time", "5", address(service));
      one.waitFor();
      String text = Files.readString(answer);
      Files.delete(answer);
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** How often nobody was there to answer. */
  long unanswered() {
    try {
      return Files.readAllLines(codes).stream().filter("000"::equals).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
