package dev.slipway.environment;

import dev.slipway.release.Waiting;
import java.util.Optional;

/** What an environment has to look at when it wakes, and what keeps it from its work. */
final class Attention {

  private boolean nudged;
  private boolean recalled;
  private boolean rolloutInDoubt;
  private Optional<Waiting> trouble = Optional.empty();

  /** Something has happened: it does not rest any longer. */
  void nudge() {
    nudged = true;
  }

  /** What has happened until now is known. */
  void rest() {
    nudged = false;
  }

  boolean isNudged() {
    return nudged;
  }

  /** What the environment before this one was doing is known. */
  void recalled() {
    recalled = true;
  }

  boolean hasRecalled() {
    return recalled;
  }

  /** The rollout may have ended unheard. */
  void doubtRollout() {
    rolloutInDoubt = true;
  }

  /** Whether to look after the rollout; told once. */
  boolean takeDoubt() {
    boolean doubt = rolloutInDoubt;
    rolloutInDoubt = false;
    return doubt;
  }

  /** Present while something is broken that keeps it from doing its work. */
  Optional<Waiting> trouble() {
    return trouble;
  }

  void troubledBy(Waiting what) {
    trouble = Optional.of(what);
  }

  void isWell() {
    trouble = Optional.empty();
  }
}
