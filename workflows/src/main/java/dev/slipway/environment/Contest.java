package dev.slipway.environment;

import dev.slipway.release.Waiting;
import dev.slipway.temporal.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A field that was healed, and whether somebody keeps setting it again; or an object that was made
 * anew, and whether somebody keeps deleting it.
 *
 * @param field as {@code Deployment/shop: spec.replicas}; of an object {@code Deployment/shop}
 * @param setBy the field manager that set it last; empty where the cluster does not say
 * @param revision the desired one, for which it was healed
 * @param heals when it was healed, in order: those of the last {@link #WINDOW}, and the last one
 * @param since when healing it was stopped; empty while it is healed as usual
 * @param tries heals since then
 * @param again when it is healed once more; empty while it is healed as usual
 */
public record Contest(
    String field,
    Optional<String> setBy,
    String revision,
    List<Instant> heals,
    Optional<Instant> since,
    int tries,
    Optional<Instant> again) {

  /** So many heals within the window are a fight. */
  public static final int HEALS = 5;

  public static final Duration WINDOW = Duration.ofMinutes(10);

  /** How long it is left alone at first; each try that is undone doubles it. */
  private static final Duration PAUSE = Duration.ofMinutes(10);

  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final int DOUBLINGS = 3;

  public Contest {
    heals = List.copyOf(heals);
  }

  static Contest none(String field, String revision) {
    return new Contest(
        field, Optional.empty(), revision, List.of(), Optional.empty(), 0, Optional.empty());
  }

  boolean isStopped() {
    return since.isPresent();
  }

  /** Whether a sync at this time leaves the field as somebody else has set it. */
  boolean isLeftAt(Instant now) {
    return again.filter(now::isBefore).isPresent();
  }

  /** It had drifted, and was mended. */
  Contest healed(Optional<String> by, Instant at) {
    List<Instant> all = new ArrayList<>(heals);
    all.removeIf(heal -> heal.isBefore(at.minus(WINDOW)));
    all.add(at);
    if (isStopped()) {
      int tried = tries + 1;
      return new Contest(field, by.or(() -> setBy), revision, all, since, tried, next(at, tried));
    }
    return all.size() < HEALS
        ? new Contest(field, by.or(() -> setBy), revision, all, since, 0, again)
        : new Contest(field, by.or(() -> setBy), revision, all, Optional.of(at), 0, next(at, 0));
  }

  private static Optional<Instant> next(Instant at, int tries) {
    Duration pause = PAUSE.multipliedBy(1L << Math.min(tries, DOUBLINGS));
    return Optional.of(at.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE));
  }

  /** It has drifted, and was left as it is. */
  Contest left(Optional<String> by) {
    return new Contest(field, by.or(() -> setBy), revision, heals, since, tries, again);
  }

  /** Whether the last heal has held for so long that nobody sets the field again. */
  boolean isOverAt(Instant now) {
    return !heals.getLast().plus(WINDOW).isAfter(now);
  }

  /** For people; empty while it is healed as usual. */
  Optional<Waiting> waiting(EnvironmentKey key) {
    String other = setBy.orElse(isDeletion() ? "whoever deletes it" : "somebody");
    return since.map(
        start ->
            new Waiting(
                isDeletion() ? deletedAgainAndAgain() : setAgainAndAgainBy(other),
                start,
                again,
                isDeletion() ? "it is made once more" : "it is healed once more",
                List.of(other + ", which should stop", "a change in Git", "an operator"),
                List.of(key.command("sync"))));
  }

  /** A field's name tells its path, too. */
  private boolean isDeletion() {
    return !field.contains(": ");
  }

  private String setAgainAndAgainBy(String other) {
    return field
        + " is set again and again by "
        + other
        + ": healed "
        + often()
        + ", and left as it is now";
  }

  private String deletedAgainAndAgain() {
    return field
        + " is deleted again and again: made anew "
        + often()
        + ", and left away now; by whom, only the cluster's audit log tells";
  }

  private String often() {
    return HEALS
        + " times within "
        + WINDOW.toMinutes()
        + " min, the last time "
        + UtcTime.of(heals.getLast());
  }
}
