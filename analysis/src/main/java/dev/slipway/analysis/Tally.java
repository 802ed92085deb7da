package dev.slipway.analysis;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a custom metric of one version was counted to be in one block: increments, not totals.
 *
 * @param total events, or observations of the histogram, 0 or more
 * @param counted of a pair of counters the one number of events that count; of a histogram for each
 *     boundary, ascending, how many observations lie above it
 */
public record Tally(long total, List<Long> counted) {

  public Tally {
    counted = List.copyOf(counted);
    long most = total;
    if (total < 0) {
      throw new IllegalArgumentException(
          "A custom metric cannot count a negative number of events, but counts " + total + ".");
    }
    for (long count : counted) {
      if (count < 0 || count > most) {
        throw new IllegalArgumentException(
            "Counted events must be 0 to the total of %d, and never more above a higher boundary, but are %s."
                .formatted(total, counted));
      }
      most = count;
    }
  }

  Tally plus(Tally other) {
    return new Tally(
        total + other.total,
        IntStream.range(0, counted.size())
            .mapToObj(i -> counted.get(i) + other.counted.get(i))
            .toList());
  }

  static Tally nothing(int counts) {
    return new Tally(0, Collections.nCopies(counts, 0L));
  }
}
