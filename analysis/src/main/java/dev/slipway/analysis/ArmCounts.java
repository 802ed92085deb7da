package dev.slipway.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What one version was counted to do in one block: increments, not totals.
 *
 * @param requests served, 0 to 10^12 in one block
 * @param errors failed ones among them
 * @param slower for each boundary, in the order of {@link AnalysisPlan#boundaries()}, how many
 *     requests took longer ({@code total - cumulative bucket}); never more at a longer boundary
 * @param tallies one for each custom metric, in the order of {@link AnalysisPlan#custom()}
 */
public record ArmCounts(long requests, long errors, List<Long> slower, List<Tally> tallies) {

  public ArmCounts {
    slower = List.copyOf(slower);
    tallies = List.copyOf(tallies);
    if (requests < 0) {
      throw new IllegalArgumentException(
          "A version cannot have served %d requests: leave a block out when a counter was reset."
              .formatted(requests));
    }
    if (errors < 0 || errors > requests) {
      throw new IllegalArgumentException(
          "Errors must be 0 to the number of requests, but are %d of %d: count both at the same place."
              .formatted(errors, requests));
    }
    long most = requests;
    for (long count : slower) {
      if (count < 0 || count > most) {
        throw new IllegalArgumentException(
            "Requests slower than a boundary must be 0 to %d, and never more at a longer one, but are %s."
                .formatted(requests, slower));
      }
      most = count;
    }
  }

  /** Without custom metrics. */
  public ArmCounts(long requests, long errors, List<Long> slower) {
    this(requests, errors, slower, List.of());
  }

  /** Nothing, of what a plan wants to be counted. */
  static ArmCounts nothing(AnalysisPlan plan) {
    return new ArmCounts(
        0,
        0,
        Collections.nCopies(plan.boundaries().size(), 0L),
        plan.custom().stream().map(metric -> Tally.nothing(metric.tallied())).toList());
  }

  /** Both together. */
  ArmCounts plus(ArmCounts other) {
    List<Long> sums = new ArrayList<>();
    for (int i = 0; i < slower.size(); i++) {
      sums.add(slower.get(i) + other.slower.get(i));
    }
    List<Tally> together = new ArrayList<>();
    for (int i = 0; i < tallies.size(); i++) {
      together.add(tallies.get(i).plus(other.tallies.get(i)));
    }
    return new ArmCounts(requests + other.requests, errors + other.errors, sums, together);
  }
}
