package dev.slipway.starter.server;

import java.time.Instant;
import java.util.Optional;

/**
 * A workflow as a list shows it.
 *
 * @param phase where it is, in lower case; empty when it has not said so
 * @param team owner; empty when not known
 * @param environment where it is; empty when not known
 */
public record Execution(
    String workflowId,
    State state,
    Instant startedAt,
    Optional<Instant> closedAt,
    String phase,
    String team,
    String environment) {

  /** How Temporal sees it. */
  public enum State {
    RUNNING,
    COMPLETED,
    /** Failed, terminated, cancelled or timed out in Temporal: it has no result. */
    BROKEN
  }
}
