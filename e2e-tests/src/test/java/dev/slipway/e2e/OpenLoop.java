package dev.slipway.e2e;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * So many requests a second, whatever becomes of those before: a service that answers slowly is not
 * asked less often.
 */
final class OpenLoop implements AutoCloseable {

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  OpenLoop(int perSecond, Runnable request) {
    var unused =
        clock.scheduleAtFixedRate(
            () -> Thread.ofVirtual().start(request),
            0,
            TimeUnit.SECONDS.toMicros(1) / perSecond,
            TimeUnit.MICROSECONDS);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
