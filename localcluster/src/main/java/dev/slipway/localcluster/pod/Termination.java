package dev.slipway.localcluster.pod;

import dev.slipway.localcluster.gateway.Endpoint;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Stops a process so that nobody notices: no new requests, then the requests that it has, then a
 * polite signal, then a final one for the whole group. Draining and stopping may each take the
 * grace period. Runs on a thread of its own and begins again from the start after a crash of the
 * cluster.
 */
final class Termination {

  private static final System.Logger LOG = System.getLogger(Termination.class.getName());
  private static final Duration LOOKS = Duration.ofMillis(10);

  private final PodProcess process;
  private final Endpoint endpoint;
  private final Duration grace;
  private final Runnable wake;
  private volatile boolean done;

  private Termination(PodProcess process, Endpoint endpoint, Duration grace, Runnable wake) {
    this.process = process;
    this.endpoint = endpoint;
    this.grace = grace;
    this.wake = wake;
  }

  static Termination begin(PodProcess process, Endpoint endpoint, Duration grace, Runnable wake) {
    // Here and not on the thread: when this returns, no new request reaches the pod.
    endpoint.close();
    Termination termination = new Termination(process, endpoint, grace, wake);
    Thread.ofVirtual().name("stop-" + endpoint.pod()).start(termination::run);
    return termination;
  }

  /** Whether nothing of the process is left. */
  boolean isDone() {
    return done;
  }

  private void run() {
    try {
      await(() -> endpoint.inFlight() == 0 || !process.isAlive());
      process.terminate();
      await(() -> !process.isAlive());
      process.killEverything();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "Pod {0} may not be stopped whole: {1}",
          endpoint.pod(),
          e.getMessage());
    } finally {
      done = true;
      wake.run();
    }
  }

  private void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + grace.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(LOOKS);
    }
  }
}
