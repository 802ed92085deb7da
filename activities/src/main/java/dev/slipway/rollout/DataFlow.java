package dev.slipway.rollout;

import dev.slipway.metrics.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether observations come in at all, in one step. Pure.
 *
 * @param missingSince since when there is nothing to compare; empty while there is
 * @param why what is missing
 * @param unreadable the metrics themselves do not come, rather than the traffic
 * @param canaryRequests what the canary has answered in this step, as far as it could be compared
 * @param stableRequests what stable has answered since the canary's last request
 */
record DataFlow(
    Optional<Instant> missingSince,
    String why,
    boolean unreadable,
    long canaryRequests,
    long stableRequests) {

  /**
   * So many requests the canary should have had by its weight: none is then no chance any more
   * (probability e^-10).
   */
  private static final double CERTAINLY_EXPECTED = 10;

  static final DataFlow NONE_YET = new DataFlow(Optional.empty(), "", false, 0, 0);

  /** The metrics could not be read, or could not be compared. */
  DataFlow unreadable(String reason, Instant now) {
    return new DataFlow(
        missingSince.or(() -> Optional.of(now)), reason, true, canaryRequests, stableRequests);
  }

  /**
   * @param weight of the canary, 0 to 100
   */
  DataFlow after(Interval interval, double weight, Instant now) {
    return switch (interval) {
      case Interval.Counted(var canary, var stable) ->
          canary.requests() > 0 && stable.requests() > 0
              ? new DataFlow(Optional.empty(), "", false, canaryRequests + canary.requests(), 0)
              : silent("there is no traffic", stable.requests(), weight, now);
      case Interval.Invalid(String reason, long stable) -> silent(reason, stable, weight, now);
      case Interval.NotYet early -> this;
    };
  }

  private DataFlow silent(String reason, long stable, double weight, Instant now) {
    long waited = stableRequests + stable;
    boolean tooEarlyToTell = stable > 0 && waited * weight / (100.01 - weight) < CERTAINLY_EXPECTED;
    return new DataFlow(
        tooEarlyToTell ? Optional.empty() : missingSince.or(() -> Optional.of(now)),
        reason,
        false,
        canaryRequests,
        waited);
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
