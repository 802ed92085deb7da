package dev.slipway.e2e;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** So many requests a second, and how they were answered. */
final class Load implements AutoCloseable {

  private final OpenLoop loop;
  private final AtomicLong asked = new AtomicLong();
  private final Map<Integer, Long> failed = new ConcurrentSkipListMap<>();
  private final AtomicLong unanswered = new AtomicLong();

  Load(String url, int perSecond) {
    loop = new OpenLoop(perSecond, () -> ask(url));
  }

  private void ask(String url) {
    asked.incrementAndGet();
    try {
      int status = Web.get(url).statusCode();
      if (status == 502 || status == 503 || status == 504) {
        unanswered.incrementAndGet();
      } else if (status != 200) {
        failed.merge(status, 1L, Long::sum);
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
    return failed.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The same by their status. */
  Map<Integer, Long> failures() {
    return Map.copyOf(failed);
  }

  /** How often nobody was there to answer: no version's fault, but the orchestrator's. */
  long unanswered() {
    return unanswered.get();
  }

  @Override
  public void close() {
    loop.close();
  }
}
