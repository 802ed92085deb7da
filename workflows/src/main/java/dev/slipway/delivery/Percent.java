package dev.slipway.delivery;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A share of traffic.
 *
 * @param value above 0, at most 100
 */
public record Percent(@JsonValue double value) {

  @JsonCreator
  public Percent {
    if (!(value > 0 && value <= 100)) {
      throw new IllegalArgumentException("a percentage is above 0 and at most 100, not " + value);
    }
  }

  /** {@code 25%}, {@code 12.5%}. */
  @Override
  public String toString() {
    return (value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value)) + "%";
  }
}
