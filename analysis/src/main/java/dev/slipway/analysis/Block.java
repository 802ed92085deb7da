package dev.slipway.analysis;

import java.time.Duration;

/**
 * What both versions were counted to do between the end of the block before and {@code end}, read
 * at the same instants.
 *
 * <p>A block must lie within one weight. One in which a counter was reset or a version could not be
 * read is left out for both versions.
 *
 * @param end since the canary got ready, above 0, after the end of the block before
 */
public record Block(Duration end, ArmCounts canary, ArmCounts stable) {

  /** The most requests of one version that one block may hold. */
  public static final long MOST_REQUESTS = 1_000_000_000_000L;

  private static final Duration LATEST = Duration.ofDays(3660);

  public Block {
    if (!end.isPositive() || end.compareTo(LATEST) > 0) {
      throw new IllegalArgumentException(
          "A block must end after the canary got ready, and within ten years, but ends at "
              + end
              + ".");
    }
    if (canary.slower().size() != stable.slower().size()) {
      throw new IllegalArgumentException(
          "Both versions must be counted at the same boundaries, but the canary has %d and stable has %d."
              .formatted(canary.slower().size(), stable.slower().size()));
    }
    if (canary.tallies().size() != stable.tallies().size()) {
      throw new IllegalArgumentException(
          "Both versions must be counted for the same custom metrics, but the canary has %d and stable has %d."
              .formatted(canary.tallies().size(), stable.tallies().size()));
    }
    if (Math.max(canary.requests(), stable.requests()) > MOST_REQUESTS) {
      throw new IllegalArgumentException(
          "A block may hold at most 10^12 requests of a version, but has %d and %d: give increments, not totals."
              .formatted(canary.requests(), stable.requests()));
    }
  }
}
