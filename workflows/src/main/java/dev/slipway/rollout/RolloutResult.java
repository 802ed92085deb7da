package dev.slipway.rollout;

import java.time.Instant;

/**
 * How a rollout ended. Traffic is on a healthy version either way.
 *
 * @param candidate revision of the candidate
 * @param reason one sentence for a person: what decided it
 */
public record RolloutResult(Outcome outcome, String candidate, String reason, Instant endedAt) {

  /** Promoted, or traffic is back on stable. */
  public enum Outcome {
    PROMOTED,
    ROLLED_BACK
  }
}
