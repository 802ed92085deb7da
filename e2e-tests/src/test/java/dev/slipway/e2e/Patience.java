package dev.slipway.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits on conditions, with generous limits: the machine may be slow. */
final class Patience {

  static final Duration LONG = Duration.ofMinutes(3);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private Patience() {}

  /** The value as soon as there is one. */
  static <T> T until(String what, Supplier<Optional<T>> value, Supplier<?> state) {
    return until(what, LONG, value, state);
  }

  /**
   * @param what is waited for, for the failure
   * @param state what is said in the failure
   */
  static <T> T until(String what, Duration limit, Supplier<Optional<T>> value, Supplier<?> state) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> now = value.get();
      if (now.isPresent()) {
        return now.get();
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "it did not come true within "
                + limit.toSeconds()
                + " s that "
                + what
                + "; now: "
                + state.get());
      }
      pause();
    }
  }

  static void untilTrue(String what, BooleanSupplier condition, Supplier<?> state) {
    until(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty(), state);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
