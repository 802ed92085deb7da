package dev.slipway.environment;

import java.time.Instant;

/**
 * What became of a revision.
 *
 * @param release the release that brought it; empty for a person's own commit
 * @param revision rendered digest
 * @param commit the config repository's commit at which it was seen
 * @param kind how it ended
 * @param reason one sentence
 */
public record EnvironmentOutcome(
    String environment,
    String release,
    String revision,
    String commit,
    Kind kind,
    String reason,
    Instant at) {

  /** How it ended. */
  public enum Kind {
    /** Live and stable. */
    PROMOTED,
    /** Traffic is on stable and the production branch is restored. */
    ROLLED_BACK,
    /** Traffic is on stable; the restoring change waits to be merged. */
    HELD,
    /** It never became healthy, and nothing is stable yet to go back to. */
    FAILED
  }
}
