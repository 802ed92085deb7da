package dev.slipway.e2e;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/** Ask a service again and again, one at a time, and count whom nobody answered. */
public final class Visitors implements AutoCloseable {

  private final AtomicBoolean open = new AtomicBoolean(true);
  private final AtomicLong unanswered = new AtomicLong();

  Visitors(String url) {
    this(visit -> url, Duration.ofMillis(20));
  }

  /**
   * @param urls what is asked for at each visit, counted from 0
   * @param pause between two visits
   */
  public Visitors(IntFunction<String> urls, Duration pause) {
    Thread.ofVirtual().name("visitors").start(() -> ask(urls, pause));
  }

  private void ask(IntFunction<String> urls, Duration pause) {
    for (int visit = 0; open.get(); visit++) {
      try {
        int status = Web.get(urls.apply(visit)).statusCode();
        if (status == 502 || status == 503 || status == 504) {
          unanswered.incrementAndGet();
        }
        Thread.sleep(pause);
      } catch (IOException e) {
        unanswered.incrementAndGet();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** How often nobody was there to answer: no version's fault, but the orchestrator's. */
  public long unanswered() {
    return unanswered.get();
  }

  @Override
  public void close() {
    open.set(false);
  }
}
