package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.manifest.Manifest;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Set;

/**
 * Amounts of processor and memory that are the same and written in two ways, such as {@code 0.001}
 * and {@code 1m}. The API server writes those of its own kinds in one way; in the objects of a
 * custom kind they are text, which a controller writes anew in its own way whenever it updates the
 * object.
 */
final class SameQuantities {

  private static final Set<String> AMOUNTS = Set.of("requests", "limits");

  private SameQuantities() {}

  /** The desired object, with each amount written as the live one has it, where it is the same. */
  static Manifest asIn(Manifest live, Manifest desired) {
    ObjectNode json = desired.json().deepCopy();
    align(json, live.json());
    return new Manifest(json);
  }

  private static void align(JsonNode desired, JsonNode live) {
    if (desired.isArray() && live.isArray()) {
      for (int i = 0; i < desired.size() && i < live.size(); i++) {
        align(desired.get(i), live.get(i));
      }
    } else if (desired.isObject() && live.isObject()) {
      desired
          .properties()
          .forEach(
              entry -> {
                JsonNode theirs = live.path(entry.getKey());
                if (AMOUNTS.contains(entry.getKey())
                    && entry.getValue() instanceof ObjectNode amounts) {
                  rewrite(amounts, theirs);
                } else {
                  align(entry.getValue(), theirs);
                }
              });
    }
  }

  private static void rewrite(ObjectNode amounts, JsonNode live) {
    for (String name : amounts.properties().stream().map(entry -> entry.getKey()).toList()) {
      if (isSame(amounts.path(name).asText(), live.path(name).asText(""))) {
        amounts.set(name, live.get(name).deepCopy());
      }
    }
  }

  private static boolean isSame(String one, String other) {
    if (one.isEmpty() || other.isEmpty()) {
      return false;
    }
    try {
      return Quantity.getAmountInBytes(new Quantity(one))
              .compareTo(Quantity.getAmountInBytes(new Quantity(other)))
          == 0;
    } catch (ArithmeticException | IllegalArgumentException e) {
      // Not an amount: it is compared as the text that it is.
      return false;
    }
  }
}
