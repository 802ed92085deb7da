package dev.slipway.environment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of an order to delete objects that left Git.
 *
 * @param by unverified name of who confirmed it
 * @param reason why; may be empty
 * @param commit of the config repository that they had left by then
 * @param objects those that were confirmed, as {@code Kind/name}; the first 20, then how many more
 * @param obstacle why none of them was deleted; empty when they were
 */
public record PruneRecord(
    Instant at,
    String by,
    String reason,
    String commit,
    List<String> objects,
    Optional<String> obstacle) {

  public PruneRecord {
    objects = List.copyOf(objects);
  }
}
