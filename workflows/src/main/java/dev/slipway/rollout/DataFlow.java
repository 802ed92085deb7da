package dev.slipway.rollout;

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
public record DataFlow(
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

  /** A step that has just begun. */
  public static final DataFlow NONE_YET = new DataFlow(Optional.empty(), "", false, 0, 0);

  /** The metrics could not be read, or could not be compared. */
  public DataFlow unreadable(String reason, Instant now) {
    return new DataFlow(
        missingSince.or(() -> Optional.of(now)), reason, true, canaryRequests, stableRequests);
  }

  /**
   * What both versions have answered since they were looked at last.
   *
   * @param weight of the canary, 0 to 100
   */
  public DataFlow counted(long canary, long stable, double weight, Instant now) {
    return canary > 0 && stable > 0
        ? new DataFlow(Optional.empty(), "", false, canaryRequests + canary, 0)
        : incomparable("there is no traffic", stable, weight, now);
  }

  /**
   * Nothing that could be compared has come.
   *
   * @param reason why
   * @param stable what stable alone has answered meanwhile, as far as it is known
   * @param weight of the canary, 0 to 100
   */
  public DataFlow incomparable(String reason, long stable, double weight, Instant now) {
    long waited = stableRequests + stable;
    boolean tooEarlyToTell = stable > 0 && waited * weight / (100.01 - weight) < CERTAINLY_EXPECTED;
    return new DataFlow(
        tooEarlyToTell ? Optional.empty() : missingSince.or(() -> Optional.of(now)),
        reason,
        false,
        canaryRequests,
        waited);
  }

  /** Whether there is nothing to compare. */
  public boolean isMissing() {
    return missingSince.isPresent();
  }

  /** Whether a step may pass on what has come: something was compared, and still is. */
  public boolean canPass() {
    return canaryRequests > 0 && !isMissing();
  }

  /** Whether that has gone on for so long. */
  public boolean isMissingFor(Duration limit, Instant now) {
    return missingSince.isPresent() && !now.isBefore(missingSince.get().plus(limit));
  }
}
