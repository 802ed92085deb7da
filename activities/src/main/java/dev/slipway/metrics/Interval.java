package dev.slipway.metrics;

/** What was counted between two observations. */
public sealed interface Interval {

  /**
   * Increments of both versions.
   *
   * @param pods the same pod by pod, as far as that is known
   */
  record Counted(VersionCounters canary, VersionCounters stable, PodCounters pods)
      implements Interval {

    /** Where nothing is known of single pods. */
    public Counted(VersionCounters canary, VersionCounters stable) {
      this(canary, stable, PodCounters.UNKNOWN);
    }

    /** What the canary has counted without one of its pods; what no pod has taken stays. */
    public VersionCounters canaryWithout(String pod) {
      VersionCounters counted = pods.canary().getOrDefault(pod, VersionCounters.NOTHING);
      return counted.requests() == 0
          ? canary
          : canary.minus(counted).orElseGet(() -> pods.canaryWithout(pod));
    }
  }

  /**
   * Nothing can be compared: a reset, or a version without series.
   *
   * @param stableRequests what stable alone has answered, where that is known; else 0
   */
  record Invalid(String reason, long stableRequests) implements Interval {}

  /**
   * Too early to compare: a block that ended now would not hold the same time of both versions.
   *
   * @param from where the block goes on from
   */
  record NotYet(String reason, Observation from) implements Interval {}
}
