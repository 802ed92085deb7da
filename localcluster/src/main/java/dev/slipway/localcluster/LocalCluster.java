package dev.slipway.localcluster;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/**
 * The local cluster as a program. Prints one line when it is ready; SIGTERM stops it with its pods
 * (without them with {@code --keep-pods}); after any other end its pods go on, and the next start
 * finds them again. Exit code 2: it could not be started, for the reason on standard error.
 */
public final class LocalCluster {

  private static final int NOT_STARTED = 2;

  private LocalCluster() {}

  /** See {@link ClusterOptions}. */
  @SuppressWarnings("SystemOut") // The one line that says where it is.
  public static void main(String... words) throws InterruptedException {
    try {
      LocalClusterServer server = LocalClusterServer.start(ClusterOptions.parse(words));
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
      System.out.println(
          "Local cluster ready: API " + server.api() + ", gateway " + server.gateway());
    } catch (StartFailure e) {
      fail(e.getMessage());
    } catch (IOException | RuntimeException e) {
      fail("The local cluster could not be started: " + e.getMessage());
    }
    new CountDownLatch(1).await();
  }

  private static void fail(@org.jspecify.annotations.Nullable String sentence) {
    System.err.println(sentence);
    System.exit(NOT_STARTED);
  }
}
