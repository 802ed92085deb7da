package dev.slipway.source;

import dev.slipway.delivery.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A commit of a service and its delivery file.
 *
 * @param commit the full commit id
 * @param author name of the commit's author
 * @param subject the commit message's first line, at most 200 characters
 * @param delivery empty when the file is missing or invalid; then {@code problems} says why
 * @param problems every problem as {@code delivery.yaml:12: field: message}, at most 50
 */
public record SourceReading(
    String commit,
    String author,
    String subject,
    Instant committedAt,
    Optional<Delivery> delivery,
    List<String> problems) {

  public SourceReading {
    problems = List.copyOf(problems);
    if (delivery.isPresent() != problems.isEmpty()) {
      throw new IllegalArgumentException("a reading has either a delivery file or problems");
    }
  }
}
