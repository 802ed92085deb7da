package dev.slipway.observation;

import dev.slipway.analysis.MetricPlan;
import dev.slipway.analysis.Tally;
import dev.slipway.observation.ObservedArm.Slower;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one version was counted to do of a metric of the service's own, in one block: increments.
 *
 * @param total events, or observations of a histogram
 * @param counted of a pair of counters how many of them count; empty for a histogram
 * @param above of a histogram how many observations lie above each bound, ascending; empty for a
 *     pair of counters
 */
public record ObservedEvents(long total, Optional<Long> counted, List<Slower> above) {

  public ObservedEvents {
    above = List.copyOf(above);
  }

  /** Of a pair of counters. */
  public static ObservedEvents ofCounters(long total, long counted) {
    return new ObservedEvents(total, Optional.of(counted), List.of());
  }

  /** Of a histogram. */
  public static ObservedEvents ofHistogram(long total, List<Slower> above) {
    return new ObservedEvents(total, Optional.empty(), above);
  }

  /**
   * As the analysis takes it.
   *
   * @param field name of this metric, for the sentence
   * @throws BadObservationException when it is a metric of another kind, or has other bounds
   */
  Tally of(MetricPlan metric, String field) {
    if (metric.boundaries().isEmpty()) {
      return new Tally(
          total,
          List.of(
              counted.orElseThrow(
                  () ->
                      new BadObservationException(
                          field
                              + " has no \"counted\", but is judged as a pair of counters: give how"
                              + " many of its events count"))));
    }
    List<Long> counts = new ArrayList<>();
    for (double bound : metric.boundaries()) {
      counts.add(
          above.stream()
              .filter(one -> one.boundary() == bound)
              .map(Slower::count)
              .findFirst()
              .orElseThrow(
                  () ->
                      new BadObservationException(
                          field
                              + ".above has no \""
                              + bound
                              + "\", at which it is judged: count what lies above each of "
                              + metric.boundaries()
                              + ", or name other bounds in the delivery file")));
    }
    return new Tally(total, counts);
  }
}
