package dev.slipway.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
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
 * @param stableEvents by metric of the service's own what stable has counted since the canary's
 *     last event; empty where an older worker did not write it
 * @param canaryWaiting what the canary has answered since stable's last request; 0 where an older
 *     worker did not write it
 */
public record DataFlow(
    Optional<Instant> missingSince,
    String why,
    boolean unreadable,
    long canaryRequests,
    long stableRequests,
    Map<String, Long> stableEvents,
    long canaryWaiting) {

  /**
   * So many requests a version should have had by its share: none is then no chance any more
   * (probability e^-10).
   */
  private static final double CERTAINLY_EXPECTED = 10;

  public DataFlow(
      Optional<Instant> missingSince,
      String why,
      boolean unreadable,
      long canaryRequests,
      long stableRequests,
      @Nullable Map<String, Long> stableEvents,
      long canaryWaiting) {
    this.missingSince = missingSince;
    this.why = why;
    this.unreadable = unreadable;
    this.canaryRequests = canaryRequests;
    this.stableRequests = stableRequests;
    this.stableEvents = stableEvents == null ? Map.of() : Map.copyOf(stableEvents);
    this.canaryWaiting = canaryWaiting;
  }

  /** Of requests alone. */
  public DataFlow(
      Optional<Instant> missingSince,
      String why,
      boolean unreadable,
      long canaryRequests,
      long stableRequests) {
    this(missingSince, why, unreadable, canaryRequests, stableRequests, Map.of(), 0);
  }

  /** A step that has just begun. */
  public static final DataFlow NONE_YET = new DataFlow(Optional.empty(), "", false, 0, 0);

  /** The metrics could not be read, or could not be compared. */
  public DataFlow unreadable(String reason, Instant now) {
    return new DataFlow(
        missingSince.or(() -> Optional.of(now)),
        reason,
        true,
        canaryRequests,
        stableRequests,
        stableEvents,
        canaryWaiting);
  }

  /** What the two versions have answered that share all traffic. */
  public DataFlow counted(long canary, long stable, double weight, Instant now) {
    return counted(canary, stable, false, weight, now);
  }

  /**
   * What both have answered since they were looked at last. Where both are asked seldom, they are
   * hardly asked in the same block: what waits for the other's first request counts with that.
   *
   * @param elsewhere whether others were asked meanwhile: stable, beside a fresh baseline
   * @param weight the canary's share of what both get, 0 to 100
   */
  public DataFlow counted(long canary, long stable, boolean elsewhere, double weight, Instant now) {
    long ofCanary = canaryWaiting + canary;
    return ofCanary > 0 && stableRequests + stable > 0
        ? new DataFlow(Optional.empty(), "", false, canaryRequests + ofCanary, 0, stableEvents, 0)
        : incomparable("there is no traffic", ofCanary, stable, elsewhere, weight, now);
  }

  /**
   * What both versions have counted of the service's own metrics since they were looked at last.
   *
   * @param before whether there was something to compare until now
   * @param canary events of the canary, by metric
   * @param stable events of stable, by metric
   * @param weight of the canary, 0 to 100
   */
  public DataFlow events(
      DataFlow before,
      Map<String, Long> canary,
      Map<String, Long> stable,
      double weight,
      Instant now) {
    Map<String, Long> waited = new HashMap<>();
    stable.forEach(
        (metric, count) -> {
          if (canary.getOrDefault(metric, 0L) == 0) {
            waited.put(metric, stableEvents.getOrDefault(metric, 0L) + count);
          }
        });
    Optional<String> silent =
        waited.entrySet().stream()
            .filter(metric -> isCertain(metric.getValue(), weight))
            .map(
                metric ->
                    "metric "
                        + metric.getKey()
                        + " counts nothing for the canary, while beside it "
                        + metric.getValue()
                        + " were counted")
            .min(Comparator.naturalOrder());
    return silent.isEmpty()
        ? new DataFlow(
            missingSince, why, unreadable, canaryRequests, stableRequests, waited, canaryWaiting)
        : new DataFlow(
            before.missingSince.or(() -> Optional.of(now)),
            silent.get(),
            true,
            canaryRequests,
            stableRequests,
            waited,
            canaryWaiting);
  }

  /**
   * A version should have had some by its share.
   *
   * @param ofOther what the other one has had
   * @param share 0 to 100
   */
  private static boolean isCertain(long ofOther, double share) {
    return ofOther * share / (100.01 - share) >= CERTAINLY_EXPECTED;
  }

  /**
   * Nothing that could be compared has come.
   *
   * @param reason why
   * @param stable what stable alone has answered meanwhile, as far as it is known
   * @param elsewhere whether others were asked meanwhile: stable, beside a fresh baseline
   * @param weight the canary's share of what both get, 0 to 100
   */
  public DataFlow incomparable(
      String reason, long stable, boolean elsewhere, double weight, Instant now) {
    return incomparable(reason, canaryWaiting, stable, elsewhere, weight, now);
  }

  private DataFlow incomparable(
      String reason, long ofCanary, long stable, boolean elsewhere, double weight, Instant now) {
    long ofStable = stableRequests + stable;
    boolean asked = stable > 0 || elsewhere || (ofCanary > canaryWaiting && weight < 100);
    boolean tooEarlyToTell =
        asked && !isCertain(ofStable, weight) && !isCertain(ofCanary, 100 - weight);
    return new DataFlow(
        tooEarlyToTell ? Optional.empty() : missingSince.or(() -> Optional.of(now)),
        reason,
        false,
        canaryRequests,
        ofStable,
        stableEvents,
        ofCanary);
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
