package dev.slipway.localcluster.pod;

import java.time.Duration;

/**
 * How patient the cluster is; tests are less so.
 *
 * @param firstBackOff before a crashed container is started again, or a missing image is looked for
 *     again; doubles each time
 * @param longestBackOff where the doubling ends
 * @param stableAfter a container that ran so long begins with the first back-off again
 * @param starting between readiness probes of a container that has not been ready yet
 */
public record Pace(
    Duration firstBackOff, Duration longestBackOff, Duration stableAfter, Duration starting) {

  /** For people: quick at first, no busy loop later. */
  public static final Pace USUAL =
      new Pace(
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofMillis(100));

  Duration backOff(int attempt) {
    long factor = 1L << Math.clamp(attempt, 0, 20);
    Duration backOff = firstBackOff.multipliedBy(factor);
    return backOff.compareTo(longestBackOff) > 0 ? longestBackOff : backOff;
  }
}
