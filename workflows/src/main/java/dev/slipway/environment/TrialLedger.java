package dev.slipway.environment;

import dev.slipway.rollout.RolloutResult;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is being rolled out, how that has ended, and how often a revision was tried. Knows nothing
 * of Temporal.
 */
final class TrialLedger {

  private final Map<String, Integer> attempts;
  private @Nullable ActiveRollout active;
  private @Nullable RolloutResult result;

  TrialLedger(EnvironmentState state) {
    attempts = new HashMap<>(state.attempts());
    active = state.rollout().orElse(null);
    result = state.rolloutResult().orElse(null);
  }

  /** The rollout that runs, or has ended and is not settled yet. */
  Optional<ActiveRollout> active() {
    return Optional.ofNullable(active);
  }

  /** How it has ended. */
  Optional<RolloutResult> result() {
    return Optional.ofNullable(result);
  }

  /** Rollouts so far by candidate revision. */
  Map<String, Integer> attempts() {
    return attempts;
  }

  /** How many rollouts of this revision there have been, this one included. */
  int nextAttempt(String revision) {
    return attempts.merge(revision, 1, Integer::sum);
  }

  void started(ActiveRollout rollout) {
    active = rollout;
    result = null;
  }

  /** One from before this environment began anew. */
  void resumed(ActiveRollout rollout) {
    started(rollout);
    attempts.put(rollout.input().candidate().revision(), rollout.input().attempt());
  }

  /** Another run of the rollout's id had not closed yet: nothing has been started. */
  void notStarted(ActiveRollout rollout) {
    active = null;
    attempts.computeIfPresent(
        rollout.input().candidate().revision(), (revision, count) -> Math.max(0, count - 1));
  }

  /** Whether a release has brought what was taken for a person's own commit. */
  boolean isBroughtBy(MergedChange change) {
    if (active == null
        || active.release().isPresent()
        || !active.head().state().commit().equals(change.commit())) {
      return false;
    }
    active =
        new ActiveRollout(
            active.input(), Optional.of(change.release()), active.head(), active.startedAt());
    return true;
  }

  void ended(RolloutResult end) {
    if (active != null && active.input().candidate().revision().equals(end.candidate())) {
      result = end;
    }
  }

  /** What came of it is remembered. */
  void settled() {
    active = null;
    result = null;
  }

  /** A revision that is stable begins anew, if it ever comes back. */
  void proven(String revision) {
    attempts.remove(revision);
  }

  /** What the environment before this one had tried. */
  void remember(Map<String, Integer> tried) {
    attempts.putAll(tried);
  }
}
