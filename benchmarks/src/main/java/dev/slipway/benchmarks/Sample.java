package dev.slipway.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Durations that were measured one after another. */
public final class Sample {

  private static final double MILLIS = 1e6;

  private final List<Duration> all = new ArrayList<>();

  public void add(Duration one) {
    all.add(one);
  }

  /** The middle one; of an even number the mean of the two in the middle. */
  public double medianMillis() {
    if (all.isEmpty()) {
      throw new IllegalStateException("nothing was measured");
    }
    List<Duration> sorted = all.stream().sorted().toList();
    int half = sorted.size() / 2;
    double upper = millis(sorted.get(half));
    return sorted.size() % 2 == 1 ? upper : (millis(sorted.get(half - 1)) + upper) / 2;
  }

  /** Minimum, median and maximum in milliseconds, in columns of ten. */
  public String columns() {
    return String.format(
        Locale.ROOT,
        "%10.1f%10.1f%10.1f",
        millis(Collections.min(all)),
        medianMillis(),
        millis(Collections.max(all)));
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / MILLIS;
  }
}
