package dev.slipway.starter.report;

import dev.slipway.starter.report.RolloutCourse.Counts;
import dev.slipway.starter.report.RolloutCourse.Moment;
import dev.slipway.starter.report.RolloutCourse.Slower;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Blocks of one weight taken together, so that a chart has as many points as an eye can see.
 *
 * @param t end, in seconds
 */
record Bin(double t, double weight, Counts canary, Counts stable) {

  private static final int MOST = 90;
  private static final double RARE = 0.05;

  /** All of them, in order. */
  static List<Bin> of(List<Moment> moments) {
    int each = Math.max(1, (moments.size() + MOST - 1) / MOST);
    List<Bin> bins = new ArrayList<>();
    List<Moment> open = new ArrayList<>();
    for (Moment moment : moments) {
      if (!open.isEmpty() && (open.size() == each || open.getFirst().weight() != moment.weight())) {
        bins.add(together(open));
        open.clear();
      }
      open.add(moment);
    }
    if (!open.isEmpty()) {
      bins.add(together(open));
    }
    return bins;
  }

  private static Bin together(List<Moment> moments) {
    return new Bin(
        moments.getLast().t(),
        moments.getLast().weight(),
        moments.stream().map(Moment::canary).reduce(Bin::sum).orElseThrow(),
        moments.stream().map(Moment::stable).reduce(Bin::sum).orElseThrow());
  }

  static Counts sum(Counts one, Counts other) {
    List<Slower> slower = new ArrayList<>();
    for (int i = 0; i < Math.min(one.slower().size(), other.slower().size()); i++) {
      slower.add(
          new Slower(
              one.slower().get(i).seconds(),
              one.slower().get(i).count() + other.slower().get(i).count()));
    }
    return new Counts(one.requests() + other.requests(), one.errors() + other.errors(), slower);
  }

  /** Share of failed requests, percent; empty without requests. */
  static OptionalDouble errorRate(Counts counts) {
    return counts.requests() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(100.0 * counts.errors() / counts.requests());
  }

  /**
   * In milliseconds, what 95 of 100 requests did not exceed: between the two boundaries where it
   * lies, as if requests were spread evenly there; at the last boundary when it lies beyond.
   */
  static OptionalDouble slowest(Counts counts) {
    if (counts.requests() == 0 || counts.slower().isEmpty()) {
      return OptionalDouble.empty();
    }
    double before = 0;
    double shareBefore = 1;
    for (Slower slower : counts.slower()) {
      double share = (double) slower.count() / counts.requests();
      if (share <= RARE) {
        double within = (shareBefore - RARE) / (shareBefore - share);
        return OptionalDouble.of(1000 * (before + within * (slower.seconds() - before)));
      }
      before = slower.seconds();
      shareBefore = share;
    }
    return OptionalDouble.of(1000 * before);
  }
}
