package dev.slipway.observation;

import dev.slipway.analysis.ArmCounts;
import java.util.ArrayList;
import java.util.List;

/**
 * What one version was counted to do in one block: increments.
 *
 * @param requests that it answered, 0 to 10^12
 * @param errors failed ones among them
 * @param slower how many of them took longer than each boundary, by ascending boundary; never more
 *     at a longer one
 */
public record ObservedArm(long requests, long errors, List<Slower> slower) {

  /**
   * @param boundary seconds, above 0
   * @param count requests that took longer
   */
  public record Slower(double boundary, long count) {}

  public ObservedArm {
    slower = List.copyOf(slower);
  }

  /**
   * As the analysis takes it.
   *
   * @param boundaries of the plan, ascending
   * @param field name of this version, for the sentence
   * @throws BadObservationException when one of them was not counted
   */
  ArmCounts at(List<Double> boundaries, String field) {
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
    return new ArmCounts(requests, errors, counts);
  }
}
