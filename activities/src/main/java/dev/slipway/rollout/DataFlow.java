package dev.slipway.rollout;

import dev.slipway.metrics.EventTally;
import dev.slipway.metrics.Interval;
import dev.slipway.metrics.VersionCounters;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether observations come in at all, in one step. Pure.
 *
 * @param missingSince since when there is nothing to compare; empty while there is
 * @param why what is missing
 * @param unreadable the metrics themselves do not come, rather than the traffic
 * @param canaryRequests what the canary has answered in this step, as far as it could be compared
 * @param stableRequests what stable has answered since the canary's last request
 * @param stableEvents by custom metric what stable has counted since the canary's last event; empty
 *     where an older worker did not write it
 */
record DataFlow(
    Optional<Instant> missingSince,
    String why,
    boolean unreadable,
    long canaryRequests,
    long stableRequests,
    Map<String, Long> stableEvents) {

  /**
   * So many requests the canary should have had by its weight: none is then no chance any more
   * (probability e^-10).
   */
  private static final double CERTAINLY_EXPECTED = 10;

  DataFlow(
      Optional<Instant> missingSince,
      String why,
      boolean unreadable,
      long canaryRequests,
      long stableRequests,
      @Nullable Map<String, Long> stableEvents) {
    this.missingSince = missingSince;
    this.why = why;
    this.unreadable = unreadable;
    this.canaryRequests = canaryRequests;
    this.stableRequests = stableRequests;
    this.stableEvents = stableEvents == null ? Map.of() : Map.copyOf(stableEvents);
  }

  /** Of requests alone. */
  DataFlow(
      Optional<Instant> missingSince,
      String why,
      boolean unreadable,
      long canaryRequests,
      long stableRequests) {
    this(missingSince, why, unreadable, canaryRequests, stableRequests, Map.of());
  }

  static final DataFlow NONE_YET = new DataFlow(Optional.empty(), "", false, 0, 0);

  /** The metrics could not be read, or could not be compared. */
  DataFlow unreadable(String reason, Instant now) {
    return new DataFlow(
        missingSince.or(() -> Optional.of(now)),
        reason,
        true,
        canaryRequests,
        stableRequests,
        stableEvents);
  }

  /**
   * @param weight of the canary, 0 to 100
   */
  DataFlow after(Interval interval, double weight, Instant now) {
    return switch (interval) {
      case Interval.Counted(var canary, var stable) ->
          canary.requests() > 0 && stable.requests() > 0
              ? flowing(canary, stable, weight, now)
              : silent("there is no traffic", stable.requests(), weight, now);
      case Interval.Invalid(String reason, long stable) -> silent(reason, stable, weight, now);
      case Interval.NotYet early -> this;
    };
  }

  /** Requests came; of a custom metric the canary's events may be missing all the same. */
  private DataFlow flowing(
      VersionCounters canary, VersionCounters stable, double weight, Instant now) {
    Map<String, Long> waited = new HashMap<>();
    stable
        .custom()
        .forEach(
            (metric, events) -> {
              EventTally own = canary.custom().get(metric);
              if (own == null || own.total() == 0) {
                waited.put(metric, stableEvents.getOrDefault(metric, 0L) + events.total());
              }
            });
    Optional<String> silent =
        waited.entrySet().stream()
            .filter(metric -> isCertain(metric.getValue(), weight))
            .map(
                metric ->
                    "metric "
                        + metric.getKey()
                        + " counts nothing for the canary, while stable has counted "
                        + metric.getValue())
            .sorted()
            .findFirst();
    return new DataFlow(
        silent.isEmpty() ? Optional.empty() : missingSince.or(() -> Optional.of(now)),
        silent.orElse(""),
        silent.isPresent(),
        canaryRequests + canary.requests(),
        0,
        waited);
  }

  /** The canary should have had some by its weight. */
  private static boolean isCertain(long ofStable, double weight) {
    return ofStable * weight / (100.01 - weight) >= CERTAINLY_EXPECTED;
  }

  private DataFlow silent(String reason, long stable, double weight, Instant now) {
    long waited = stableRequests + stable;
    boolean tooEarlyToTell = stable > 0 && !isCertain(waited, weight);
    return new DataFlow(
        tooEarlyToTell ? Optional.empty() : missingSince.or(() -> Optional.of(now)),
        reason,
        false,
        canaryRequests,
        waited,
        stableEvents);
  }

  boolean isMissing() {
    return missingSince.isPresent();
  }

  /** Whether a step may pass on what has come: something was compared, and still is. */
  boolean canPass() {
    return canaryRequests > 0 && !isMissing();
  }

  boolean isMissingFor(Duration limit, Instant now) {
    return missingSince.isPresent() && !now.isBefore(missingSince.get().plus(limit));
  }
}
