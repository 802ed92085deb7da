package dev.slipway.release;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A wait: every one has a reason, a beginning, a deadline and someone or something named that can
 * end it.
 *
 * @param reason what is waited for
 * @param until the deadline; empty only for entities that wait for their next work
 * @param then what happens at the deadline
 * @param endedBy people, groups or things that can end it
 * @param commands the commands that end it, ready to type
 */
public record Waiting(
    String reason,
    Instant since,
    Optional<Instant> until,
    String then,
    List<String> endedBy,
    List<String> commands) {

  public Waiting {
    endedBy = List.copyOf(endedBy);
    commands = List.copyOf(commands);
  }
}
