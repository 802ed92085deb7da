package dev.slipway.e2e;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits on conditions, with generous limits: the machine may be slow. Whoever waits asks for at
 * most a third of the time, so that an expensive question does not slow down what it waits for.
 */
public final class Patience {

  static final Duration LONG = Duration.ofMinutes(3);

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

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
    AtomicReference<@Nullable T> found = new AtomicReference<>();
    boolean there =
        becomes(
            limit,
            () -> {
              value.get().ifPresent(found::set);
              return found.get() != null;
            });
    if (!there) {
      throw new AssertionError(
          "it did not come true within "
              + limit.toSeconds()
              + " s that "
              + what
              + "; now: "
              + state.get());
    }
    return Objects.requireNonNull(found.get());
  }

  /** Waits for a condition; false when it does not hold in time. */
  public static boolean becomes(Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    long asked = System.nanoTime();
    while (!condition.getAsBoolean()) {
      long now = System.nanoTime();
      if (now > end) {
        return false;
      }
      pause(Math.clamp(2 * (now - asked), PAUSE.toNanos(), LONGEST_PAUSE.toNanos()));
      asked = System.nanoTime();
    }
    return true;
  }

  static void untilTrue(String what, BooleanSupplier condition, Supplier<?> state) {
    until(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty(), state);
  }

  private static void pause(long nanoseconds) {
    try {
      Thread.sleep(Duration.ofNanos(nanoseconds));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
