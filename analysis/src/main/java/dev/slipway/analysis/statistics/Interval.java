package dev.slipway.analysis.statistics;

/**
 * A closed range.
 *
 * @param low may be negative infinity, or 0 for a ratio, when nothing is known below
 * @param high may be positive infinity when nothing is known above
 */
public record Interval(double low, double high) {

  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "An interval must not end before it begins, but goes from " + low + " to " + high + ".");
    }
  }

  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
