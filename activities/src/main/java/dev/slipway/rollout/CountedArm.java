package dev.slipway.rollout;

import dev.slipway.analysis.AnalysisPlan;
import dev.slipway.analysis.MetricPlan;
import dev.slipway.metrics.EventTally;
import dev.slipway.metrics.VersionCounters;
import dev.slipway.metrics.VersionCounters.Bucket;
import dev.slipway.observation.ObservedArm;
import dev.slipway.observation.ObservedArm.Slower;
import dev.slipway.observation.ObservedEvents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a source has counted, as it is judged and recorded. */
final class CountedArm {

  /** A record keeps no more, so that a rule can be tried at others than those in force. */
  private static final int MOST_BOUNDARIES = 32;

  private CountedArm() {}

  /**
   * @param rules what is judged: kept however much it is
   */
  static ObservedArm of(VersionCounters arm, AnalysisPlan rules) {
    return new ObservedArm(
        arm.requests(),
        Math.min(arm.errors(), arm.requests()),
        slower(arm, rules.boundaries()),
        events(arm, rules));
  }

  private static List<Slower> slower(VersionCounters arm, List<Double> judged) {
    List<Slower> slower = new ArrayList<>();
    // Request counter and histogram are written one after the other: at most a request apart.
    long most = arm.requests();
    int room = MOST_BOUNDARIES - judged.size();
    for (Bucket bucket : arm.buckets()) {
      if (judged.contains(bucket.upTo()) || (bucket.upTo() > 0 && room-- > 0)) {
        most = Math.min(most, Math.max(0, arm.timed() - bucket.count()));
        slower.add(new Slower(bucket.upTo(), most));
      }
    }
    return slower;
  }

  private static Map<String, ObservedEvents> events(VersionCounters arm, AnalysisPlan rules) {
    Map<String, ObservedEvents> events = new HashMap<>();
    for (MetricPlan metric : rules.custom()) {
      EventTally counted = arm.custom().get(metric.name());
      if (counted != null) {
        events.put(metric.name(), events(counted, metric.boundaries()));
      }
    }
    return events;
  }

  /** Counters of one scrape are written one after the other: never more than all, and ordered. */
  private static ObservedEvents events(EventTally counted, List<Double> bounds) {
    if (bounds.isEmpty()) {
      return ObservedEvents.ofCounters(
          counted.total(), Math.min(counted.total(), counted.counted().getFirst()));
    }
    List<Slower> above = new ArrayList<>();
    long most = counted.total();
    for (int i = 0; i < bounds.size(); i++) {
      most = Math.min(most, counted.counted().get(i));
      above.add(new Slower(bounds.get(i), most));
    }
    return ObservedEvents.ofHistogram(counted.total(), above);
  }
}
