package dev.slipway.environment;

import dev.slipway.gitops.PullRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the environment is held at its stable revision, and whether restoring the branch is worth
 * another attempt. Knows nothing of Temporal.
 */
final class HoldLedger {

  private @Nullable Held held;
  private boolean restoreAgain;

  HoldLedger(EnvironmentState state) {
    held = state.held().orElse(null);
    restoreAgain = state.restoreAgain();
  }

  Optional<Held> held() {
    return Optional.ofNullable(held);
  }

  boolean isToBeRestoredAgain() {
    return restoreAgain;
  }

  void begin(Held hold) {
    held = hold;
    restoreAgain = false;
  }

  /** Somebody may have mended what refused the restoring merge. */
  void restoreMayBePossible() {
    restoreAgain = held != null;
  }

  /** A further attempt to restore was refused, too: since when, and until when, stays. */
  void goesOn(Optional<PullRequest> restoring, String reason) {
    if (held != null) {
      begin(new Held(restoring, reason, held.since(), held.until()));
    }
  }

  void end() {
    held = null;
    restoreAgain = false;
  }
}
