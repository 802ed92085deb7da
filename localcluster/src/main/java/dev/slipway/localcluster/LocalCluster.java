package dev.slipway.localcluster;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    // Before the start: a signal that comes while pods are being found again must stop them too.
    CompletableFuture<Optional<LocalClusterServer>> starting = new CompletableFuture<>();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> starting.join().ifPresent(LocalClusterServer::close), "stop"));
    String failure;
    try {
      LocalClusterServer server = LocalClusterServer.start(ClusterOptions.parse(words));
      starting.complete(Optional.of(server));
      System.out.println(
          "Local cluster ready: API " + server.api() + ", gateway " + server.gateway());
      new CountDownLatch(1).await();
      return;
    } catch (StartFailure e) {
      failure = String.valueOf(e.getMessage());
    } catch (IOException | RuntimeException e) {
      failure = "The local cluster could not be started: " + e.getMessage();
    } finally {
      starting.complete(Optional.empty());
    }
    System.err.println(failure);
    System.exit(NOT_STARTED);
  }
}
