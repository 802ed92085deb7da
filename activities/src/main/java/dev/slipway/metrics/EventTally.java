package dev.slipway.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Events of a service's own: cumulative, or increments.
 *
 * @param total events, or observations of a histogram
 * @param counted of a pair of counters the one number of those that count; of a histogram for each
 *     of its bounds how many lie above
 */
public record EventTally(long total, List<Long> counted) {

  public EventTally {
    counted = List.copyOf(counted);
  }

  /** Increments since an earlier reading; empty when any went backwards. */
  Optional<EventTally> minus(EventTally earlier) {
    if (counted.size() != earlier.counted.size()) {
      return Optional.empty();
    }
    List<Long> increments = new ArrayList<>();
    boolean backwards = total < earlier.total;
    for (int i = 0; i < counted.size(); i++) {
      increments.add(counted.get(i) - earlier.counted.get(i));
      backwards |= increments.getLast() < 0;
    }
    return backwards
        ? Optional.empty()
        : Optional.of(new EventTally(total - earlier.total, increments));
  }

  EventTally plus(EventTally other) {
    List<Long> sums = new ArrayList<>();
    for (int i = 0; i < counted.size(); i++) {
      sums.add(counted.get(i) + other.counted.get(i));
    }
    return new EventTally(total + other.total, sums);
  }
}
