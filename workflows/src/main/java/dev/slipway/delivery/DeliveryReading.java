package dev.slipway.delivery;

import dev.slipway.document.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What a delivery file says, or everything that is wrong with it.
 *
 * @param delivery empty when there are problems
 * @param problems by line
 */
public record DeliveryReading(Optional<Delivery> delivery, List<Problem> problems) {

  public DeliveryReading {
    problems = List.copyOf(problems);
    if (delivery.isPresent() != problems.isEmpty()) {
      throw new IllegalArgumentException("a reading has either a delivery file or problems");
    }
  }
}
