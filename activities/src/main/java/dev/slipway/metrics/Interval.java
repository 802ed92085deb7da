package dev.slipway.metrics;

/** What was counted between two observations. */
public sealed interface Interval {

  /** Increments of both versions. */
  record Counted(VersionCounters canary, VersionCounters stable) implements Interval {}

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
