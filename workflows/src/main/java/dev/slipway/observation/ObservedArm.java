package dev.slipway.observation;

import dev.slipway.analysis.AnalysisPlan;
import dev.slipway.analysis.ArmCounts;
import dev.slipway.analysis.MetricPlan;
import dev.slipway.analysis.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What one version was counted to do in one block: increments.
 *
 * @param requests that it answered, 0 to 10^12
 * @param errors failed ones among them
 * @param slower how many of them took longer than each boundary, by ascending boundary; never more
 *     at a longer one
 * @param events of metrics of the service's own, by the metric's name
 */
public record ObservedArm(
    long requests, long errors, List<Slower> slower, Map<String, ObservedEvents> events) {

  /**
   * @param boundary seconds, above 0
   * @param count requests that took longer
   */
  public record Slower(double boundary, long count) {}

  public ObservedArm {
    slower = List.copyOf(slower);
    events = Map.copyOf(events);
  }

  /** Without metrics of the service's own. */
  public ObservedArm(long requests, long errors, List<Slower> slower) {
    this(requests, errors, slower, Map.of());
  }

  /**
   * As the analysis takes it.
   *
   * @param field name of this version, for the sentence
   * @throws BadObservationException when something that the plan judges was not counted
   */
  ArmCounts of(AnalysisPlan plan, String field) {
    List<Tally> tallies = new ArrayList<>();
    for (MetricPlan metric : plan.custom()) {
      ObservedEvents counted = events.get(metric.name());
      String path = field + ".metrics.\"" + metric.name() + "\"";
      if (counted == null) {
        throw new BadObservationException(
            path
                + " is missing, but it is judged: record it, or leave it out of the delivery file");
      }
      tallies.add(counted.of(metric, path));
    }
    return new ArmCounts(requests, errors, at(plan.boundaries(), field), tallies);
  }

  private List<Long> at(List<Double> boundaries, String field) {
    List<Long> counts = new ArrayList<>(boundaries.size());
    int at = 0;
    for (double boundary : boundaries) {
      while (at < slower.size() && slower.get(at).boundary() < boundary) {
        at++;
      }
      if (at == slower.size() || slower.get(at).boundary() != boundary) {
        throw new BadObservationException(
            field
                + ".latency has no \""
                + boundary
                + "\", at which latency is judged: count requests slower than each of "
                + boundaries
                + ", or name other boundaries in the delivery file");
      }
      counts.add(slower.get(at).count());
    }
    return counts;
  }
}
