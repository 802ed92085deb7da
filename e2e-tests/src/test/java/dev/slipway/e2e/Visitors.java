package dev.slipway.e2e;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Ask a service again and again, one at a time, and count whom nobody answered. */
final class Visitors implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final AtomicBoolean open = new AtomicBoolean(true);
  private final AtomicLong unanswered = new AtomicLong();

  Visitors(String url) {
    Thread.ofVirtual().name("visitors").start(() -> ask(url));
  }

  private void ask(String url) {
    while (open.get()) {
      try {
        int status = Web.get(url).statusCode();
        if (status == 502 || status == 503 || status == 504) {
          unanswered.incrementAndGet();
        }
        Thread.sleep(PAUSE);
      } catch (IOException e) {
        unanswered.incrementAndGet();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  long unanswered() {
    return unanswered.get();
  }

  @Override
  public void close() {
    open.set(false);
  }
}
