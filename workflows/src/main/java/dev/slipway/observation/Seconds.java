package dev.slipway.observation;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as JSON numbers of seconds. */
public final class Seconds {

  private Seconds() {}

  /** {@code 5}, {@code 63.205}: no more digits than it has. */
  public static String text(Duration duration) {
    if (duration.toNanosPart() == 0) {
      return Long.toString(duration.toSeconds());
    }
    return BigDecimal.valueOf(duration.toSeconds())
        .add(BigDecimal.valueOf(duration.toNanosPart(), 9))
        .stripTrailingZeros()
        .toPlainString();
  }
}
