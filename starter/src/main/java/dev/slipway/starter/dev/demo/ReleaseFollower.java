package dev.slipway.starter.dev.demo;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.dev.DevException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Watches one release to its end. */
final class ReleaseFollower {

  private static final long LOOK_MILLIS = 250;

  private final TemporalView temporal;
  private final DemoScreen screen;
  private final ApprovalDesk desk;

  /**
   * How it ended.
   *
   * @param rollout the last look at the rollout that ran for it; empty when none did
   */
  record Ended(ReleaseStatus release, Optional<RolloutStatus> rollout) {}

  ReleaseFollower(TemporalView temporal, DemoScreen screen, ApprovalDesk desk) {
    this.temporal = temporal;
    this.screen = screen;
    this.desk = desk;
  }

  /**
   * @throws DevException when the release does not end within the limit; the time that a person
   *     takes to decide has a limit of its own
   */
  Ended follow(ReleaseKey key, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    Optional<ReleaseStatus> release = Optional.empty();
    Optional<RolloutStatus> rollout = Optional.empty();
    while (release.flatMap(ReleaseStatus::result).isEmpty()) {
      if (System.nanoTime() > end) {
        screen.leave();
        throw new DevException(tooLate(key, limit, release));
      }
      pause();
      release = temporal.release(key).or(lastKnown(release));
      rollout = rolloutOf(key, release).or(lastKnown(rollout));
      if (release.isPresent()) {
        if (!desk.isAsking(release.get())) {
          screen.show(release.get(), rollout);
        }
        end += desk.visit(release.get(), screen).toNanos();
      }
    }
    rollout = rollout.flatMap(last -> temporal.rollout(last.input().target().key()));
    screen.show(release.orElseThrow(), rollout);
    screen.leave();
    return new Ended(release.orElseThrow(), rollout);
  }

  private static <T> java.util.function.Supplier<Optional<T>> lastKnown(Optional<T> value) {
    return () -> value;
  }

  /** Empty while the rollout that is found is still that of the release before. */
  private Optional<RolloutStatus> rolloutOf(ReleaseKey key, Optional<ReleaseStatus> release) {
    if (release.flatMap(ReleaseStatus::rollout).isEmpty()) {
      return Optional.empty();
    }
    EnvironmentKey environment =
        new EnvironmentKey(release.orElseThrow().environment(), key.service());
    return temporal
        .rollout(environment)
        .filter(
            found ->
                found
                    .input()
                    .candidate()
                    .artifact()
                    .equals(release.orElseThrow().artifact().map(artifact -> artifact.digest())));
  }

  private static String tooLate(ReleaseKey key, Duration limit, Optional<ReleaseStatus> release) {
    return "Release "
        + key
        + " has not ended within "
        + limit.toSeconds()
        + " s; it is "
        + release.map(status -> "at " + status.phase()).orElse("not even known to Temporal")
        + ": see the worker's log, whose path slipway dev status names.";
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DevException("Interrupted.", e);
    }
  }
}
