package dev.slipway.metrics;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks something real until it says what is waited for. */
final class Waiting {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Waiting() {}

  static <T> T until(Supplier<T> question, Predicate<T> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    T last = question.get();
    while (!wanted.test(last)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("still " + last);
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      last = question.get();
    }
    return last;
  }
}
