package dev.slipway.e2e;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * Ask a service again and again, one at a time, and count whom nobody answered; when they go, they
 * say when that was and why, as a number alone does not tell what to look for.
 */
public final class Visitors implements AutoCloseable {

  private static final int MOST_COMPLAINTS = 100;

  private final AtomicBoolean open = new AtomicBoolean(true);
  private final AtomicLong unanswered = new AtomicLong();
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private final long begun = System.nanoTime();

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
          complain("status " + status);
        }
        Thread.sleep(pause);
      } catch (IOException e) {
        complain(e.toString());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void complain(String why) {
    if (unanswered.incrementAndGet() <= MOST_COMPLAINTS) {
      complaints.add((System.nanoTime() - begun) / 1_000_000 + " ms: " + why);
    }
  }

  /** How often nobody was there to answer: no version's fault, but the orchestrator's. */
  public long unanswered() {
    return unanswered.get();
  }

  @Override
  public void close() {
    open.set(false);
    if (!complaints.isEmpty()) {
      System.out.println(unanswered + " visits unanswered; the first of them after " + complaints);
    }
  }
}
