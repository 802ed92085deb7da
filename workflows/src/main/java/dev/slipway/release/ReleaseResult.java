package dev.slipway.release;

import java.time.Instant;

/**
 * @param environment where it ended; empty when before any
 * @param reason one sentence: which check, why, or who
 */
public record ReleaseResult(Outcome outcome, String environment, String reason, Instant endedAt) {

  /** How a release ends. */
  public enum Outcome {
    PROMOTED,
    ROLLED_BACK,
    REJECTED,
    ABORTED,
    SUPERSEDED,
    EXPIRED,
    FAILED
  }
}
