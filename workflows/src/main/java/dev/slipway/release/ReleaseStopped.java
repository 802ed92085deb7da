package dev.slipway.release;

import dev.slipway.release.ReleaseResult.Outcome;

/**
 * Ends a release from wherever it stands: a person's abort, a superseding release, a deadline.
 * Never leaves the workflow method: it is the one way out of nested steps, so that none of them has
 * to hand an end up by hand.
 */
final class ReleaseStopped extends RuntimeException {

  private final Outcome outcome;

  ReleaseStopped(Outcome outcome, String reason) {
    super(reason);
    this.outcome = outcome;
  }

  Outcome outcome() {
    return outcome;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
