package dev.slipway.e2e;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * So many requests a second, whatever becomes of those before: a service that answers slowly is not
 * asked less often.
 */
final class Load implements AutoCloseable {

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong unanswered = new AtomicLong();

  Load(String url, int perSecond) {
    var unused = clock.scheduleAtFixedRate(
        () -> Thread.ofVirtual().start(() -> ask(url)),
        0,
        TimeUnit.SECONDS.toMicros(1) / perSecond,
        TimeUnit.MICROSECONDS);
  }

  private void ask(String url) {
    asked.incrementAndGet();
    try {
      int status = Web.get(url).statusCode();
      if (status == 502 || status == 503 || status == 504) {
        unanswered.incrementAndGet();
      } else if (status != 200) {
        failed.incrementAndGet();
      }
    } catch (IOException e) {
      unanswered.incrementAndGet();
    }
  }

  long asked() {
    return asked.get();
  }

  /** How often a version answered, but with an error of its own. */
  long failed() {
    return failed.get();
  }

  /** How often nobody was there to answer: no version's fault, but the orchestrator's. */
  long unanswered() {
    return unanswered.get();
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
