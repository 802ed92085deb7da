package dev.slipway.metrics;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Cumulative counters of both versions at one instant.
 *
 * @param at when they were read
 * @param counter which run of the counting process counted: another one has begun at zero
 * @param canary empty when there are no series: that is not zero
 * @param stable empty when there are no series
 */
public record Observation(
    Instant at,
    String counter,
    Optional<VersionCounters> canary,
    Optional<VersionCounters> stable) {

  /** What was counted since an earlier observation, for both versions, or why it cannot be told. */
  public Interval since(Observation earlier) {
    if (!counter.equals(earlier.counter)) {
      return new Interval.Invalid("the counting process was restarted", 0);
    }
    Optional<VersionCounters> ofCanary = canary.flatMap(now -> earlier.canary.flatMap(now::minus));
    Optional<VersionCounters> ofStable = stable.flatMap(now -> earlier.stable.flatMap(now::minus));
    if (ofCanary.isPresent() && ofStable.isPresent()) {
      return new Interval.Counted(ofCanary.get(), ofStable.get());
    }
    String reason =
        canary.isEmpty() || earlier.canary.isEmpty()
            ? "nothing was counted for the canary (no traffic, or no metrics)"
            : stable.isEmpty() || earlier.stable.isEmpty()
                ? "nothing was counted for stable (no traffic, or no metrics)"
                : "a counter went backwards";
    return new Interval.Invalid(reason, ofStable.map(VersionCounters::requests).orElse(0L));
  }

  /**
   * How many requests each version has got since an earlier observation. No series, then and now,
   * is no request; empty when it cannot be told.
   */
  public Optional<Split> split(Observation earlier) {
    if (!counter.equals(earlier.counter)) {
      return Optional.empty();
    }
    OptionalLong ofCanary = requests(canary, earlier.canary);
    OptionalLong ofStable = requests(stable, earlier.stable);
    return ofCanary.isPresent() && ofStable.isPresent()
        ? Optional.of(new Split(ofCanary.getAsLong(), ofStable.getAsLong()))
        : Optional.empty();
  }

  private static OptionalLong requests(
      Optional<VersionCounters> now, Optional<VersionCounters> before) {
    if (now.isEmpty() && before.isEmpty()) {
      return OptionalLong.of(0);
    }
    return now.flatMap(counters -> before.flatMap(counters::minus))
        .map(increments -> OptionalLong.of(increments.requests()))
        .orElse(OptionalLong.empty());
  }
}
