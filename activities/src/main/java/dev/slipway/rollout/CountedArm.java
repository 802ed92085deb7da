package dev.slipway.rollout;

import dev.slipway.metrics.VersionCounters;
import dev.slipway.metrics.VersionCounters.Bucket;
import dev.slipway.observation.ObservedArm;
import dev.slipway.observation.ObservedArm.Slower;
import java.util.ArrayList;
import java.util.List;

/** What a source has counted, as it is judged and recorded. */
final class CountedArm {

  /** A record keeps no more, so that a rule can be tried at others than those in force. */
  private static final int MOST_BOUNDARIES = 32;

  private CountedArm() {}

  /**
   * @param judged boundaries that are kept however many there are
   */
  static ObservedArm of(VersionCounters arm, List<Double> judged) {
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
    return new ObservedArm(arm.requests(), Math.min(arm.errors(), arm.requests()), slower);
  }
}
