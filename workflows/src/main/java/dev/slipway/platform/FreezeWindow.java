package dev.slipway.platform;

import java.time.Instant;
import java.util.Optional;

/**
 * A time in which nothing is promoted.
 *
 * @param from inclusive
 * @param until exclusive
 */
public record FreezeWindow(Instant from, Instant until) {

  public FreezeWindow {
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException(
          "a freeze window ends after it begins, not " + from + " to " + until);
    }
  }

  public Optional<Instant> endOfWindowCovering(Instant now) {
    return now.isBefore(from) || !now.isBefore(until) ? Optional.empty() : Optional.of(until);
  }
}
