package dev.slipway.metrics;

import dev.slipway.temporal.FailureType;
import java.util.Map;

/** One line of the Prometheus text format. */
record Sample(String name, Map<String, String> labels, double value) {

  Sample {
    labels = Map.copyOf(labels);
  }

  String label(String key) {
    return labels.getOrDefault(key, "");
  }

  /** Upper bound of the bucket that it is. */
  double bound() {
    return label("le").equals("+Inf") ? Double.POSITIVE_INFINITY : number("le");
  }

  double number(String key) {
    try {
      return Double.parseDouble(label(key));
    } catch (NumberFormatException e) {
      throw FailureType.UNREACHABLE.retryable(
          name + " has a series whose " + key + " is not a number: " + label(key), e);
    }
  }
}
