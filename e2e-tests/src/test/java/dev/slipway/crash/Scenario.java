package dev.slipway.crash;

import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.release.ReleaseResult;

/** The two ways in which a release under test ends. */
enum Scenario {
  PROMOTED(false, ReleaseResult.Outcome.PROMOTED, EnvironmentOutcome.Kind.PROMOTED),
  ROLLED_BACK(true, ReleaseResult.Outcome.ROLLED_BACK, EnvironmentOutcome.Kind.ROLLED_BACK);

  private final boolean bad;
  private final ReleaseResult.Outcome outcome;
  private final EnvironmentOutcome.Kind kind;

  Scenario(boolean bad, ReleaseResult.Outcome outcome, EnvironmentOutcome.Kind kind) {
    this.bad = bad;
    this.outcome = outcome;
    this.kind = kind;
  }

  boolean isBad() {
    return bad;
  }

  ReleaseResult.Outcome outcome() {
    return outcome;
  }

  EnvironmentOutcome.Kind kind() {
    return kind;
  }
}
