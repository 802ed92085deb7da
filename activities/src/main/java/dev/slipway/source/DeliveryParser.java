package dev.slipway.source;

import dev.slipway.delivery.Delivery;
import java.util.List;
import java.util.Optional;

/** Parses a delivery file. Fails never: what is wrong with it is told as problems. */
@FunctionalInterface
public interface DeliveryParser {

  /**
   * @param fileName for the problems' text
   */
  Parsed parse(String text, String fileName);

  /**
   * Either a delivery file or problems.
   *
   * @param problems every problem as {@code delivery.yaml:12: field: message}
   */
  record Parsed(Optional<Delivery> delivery, List<String> problems) {

    public Parsed {
      problems = List.copyOf(problems);
    }

    static Parsed problem(String sentence) {
      return new Parsed(Optional.empty(), List.of(sentence));
    }
  }
}
