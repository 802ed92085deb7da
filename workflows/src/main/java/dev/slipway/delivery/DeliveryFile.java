package dev.slipway.delivery;

import dev.slipway.document.Problems;
import dev.slipway.document.Value;
import java.util.List;
import java.util.Optional;

/** The delivery file's text and its meaning. Pure. */
public final class DeliveryFile {

  /** What the first line of a delivery file says. */
  public static final String API_VERSION = "slipway.dev/v1";

  /** Where it lies in a repository that says nothing else. */
  public static final String DEFAULT_NAME = "delivery.yaml";

  private DeliveryFile() {}

  /**
   * Reads the text within bounds and reports every problem, not only the first. Never throws.
   *
   * @param fileName under which problems are reported
   */
  public static DeliveryReading parse(String text, String fileName) {
    Problems problems = new Problems(fileName);
    Optional<Delivery> delivery =
        Value.document(text, problems).flatMap(DeliveryReader.DELIVERY::read);
    return problems.isEmpty()
        ? new DeliveryReading(delivery, List.of())
        : new DeliveryReading(Optional.empty(), problems.sorted());
  }

  /** What is allowed, but hardly meant; each names the field and says what to do. */
  public static List<String> advice(Delivery delivery) {
    return DeliveryAdvice.on(delivery);
  }
}
