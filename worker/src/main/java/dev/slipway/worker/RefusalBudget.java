package dev.slipway.worker;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How much of what nobody signed is looked at: 16 MB at once, refilled by 4 MB a second. Whoever
 * floods the worker with bodies costs it no more than hashing these; the forges' own deliveries are
 * turned away with theirs meanwhile, and what they would tell is found by polling.
 */
final class RefusalBudget {

  private static final long MOST = 16L << 20;
  private static final long A_SECOND = 4L << 20;
  private static final long MICROS_A_SECOND = 1_000_000;
  private static final long UNTIL_FULL_MICROS = 2 * MOST / A_SECOND * MICROS_A_SECOND;

  /** What a delivery costs besides its bytes. */
  private static final long EACH = 4096;

  private final LongSupplier nanoTime;
  private long left = MOST;
  private long refilled;

  /**
   * @param nanoTime a clock that only goes forward
   */
  RefusalBudget(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    refilled = nanoTime.getAsLong();
  }

  /** Whether the next delivery is looked at. */
  synchronized boolean isLeft() {
    long now = nanoTime.getAsLong();
    // What is more than full is not counted, or a long rest would not fit into a number.
    long micros = Math.min(TimeUnit.NANOSECONDS.toMicros(now - refilled), UNTIL_FULL_MICROS);
    long grown = micros * A_SECOND / MICROS_A_SECOND;
    if (grown > 0) {
      left = Math.min(MOST, left + grown);
      refilled = now;
    }
    return left > 0;
  }

  /** One was refused. */
  synchronized void spend(int bytes) {
    left -= bytes + EACH;
  }
}
