package dev.slipway.release;

import java.time.Instant;
import java.util.Optional;

/**
 * One step of a release or rollout, for people.
 *
 * @param name such as {@code build}, {@code test unit}, {@code production: approval}, {@code canary
 *     25 %}
 * @param detail what happens or happened, in words; may be empty
 * @param reference where more is to be seen (a log, a pull request); may be empty
 */
public record StepStatus(
    String name,
    State state,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    String detail,
    String reference) {

  /** State of a step. */
  public enum State {
    PENDING,
    RUNNING,
    WAITING,
    PASSED,
    FAILED,
    SKIPPED
  }
}
