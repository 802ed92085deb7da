package dev.slipway.starter.dev.demo;

import dev.slipway.release.Decision;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.release.ReleaseStatus.Phase;
import dev.slipway.starter.dev.DevException;
import dev.slipway.starter.dev.Progress;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a release waits for a person: says what to type, once. Where nobody sits at a terminal, it
 * says so and approves by itself after a pause.
 */
final class ApprovalDesk {

  private static final Duration PATIENCE = Duration.ofMinutes(60);

  private final BiConsumer<ReleaseKey, Decision> approval;
  private final Progress progress;
  private final String program;
  private final boolean attended;
  private final Duration pause;
  private @Nullable String waiting;
  private long since;
  private long lastVisit;

  /**
   * @param approval approves for who is not there
   * @param program how the person calls Slipway, with what is needed to find this stack
   * @param attended whether a person sits at the terminal
   * @param pause how long an unattended release waits
   */
  ApprovalDesk(
      BiConsumer<ReleaseKey, Decision> approval,
      Progress progress,
      String program,
      boolean attended,
      Duration pause) {
    this.approval = approval;
    this.progress = progress;
    this.program = program;
    this.attended = attended;
    this.pause = pause;
  }

  /**
   * @return the time since the last visit when it was spent waiting for a person, else zero
   */
  Duration visit(ReleaseStatus release, DemoScreen screen) {
    if (!isWaiting(release)) {
      return Duration.ZERO;
    }
    long now = System.nanoTime();
    String key = release.input().key().toString();
    if (!key.equals(waiting)) {
      waiting = key;
      since = now;
      lastVisit = now;
      screen.leave();
      ask(key);
    }
    Duration waited = Duration.ofNanos(now - since);
    if (!attended && waited.compareTo(pause) >= 0) {
      approval.accept(
          release.input().key(),
          new Decision(
              "demo", "nobody sits at this terminal: the demo approves", release.diffDigest()));
      since = now;
    }
    if (waited.compareTo(PATIENCE) > 0) {
      throw new DevException(
          "Nobody approved " + key + " within an hour: run slipway demo again when you have time.");
    }
    Duration spent = Duration.ofNanos(now - lastVisit);
    lastVisit = now;
    return spent;
  }

  /** Whether the line to type is on the screen, where it must stay. */
  boolean isAsking(ReleaseStatus release) {
    return isWaiting(release) && release.input().key().toString().equals(waiting);
  }

  private static boolean isWaiting(ReleaseStatus release) {
    return release.phase() == Phase.AWAITING_APPROVAL && release.waiting().isPresent();
  }

  private void ask(String key) {
    progress.print("");
    progress.print("  It waits for a decision. In another terminal, type:");
    progress.print("");
    progress.print("      " + program + " release approve " + key);
    progress.print("");
    if (!attended) {
      progress.print(
          "  This is no terminal, so the demo approves by itself in " + pause.toSeconds() + " s.");
    }
  }
}
