package dev.slipway.analysis.statistics;

/**
 * {@code ln(sum of exp(x))} of the numbers added so far, without ever leaving the logarithms: no
 * term is too large or too small. Not shared: made, filled and read in one method.
 */
public final class LogSum {

  private double largest = Double.NEGATIVE_INFINITY;
  private double sumInUnitsOfLargest;

  /** Adds a term {@code exp(logarithm)}; negative infinity adds nothing. */
  public void add(double logarithm) {
    if (logarithm == Double.NEGATIVE_INFINITY) {
      return;
    }
    if (logarithm <= largest) {
      sumInUnitsOfLargest += Math.exp(logarithm - largest);
    } else {
      sumInUnitsOfLargest = sumInUnitsOfLargest * Math.exp(largest - logarithm) + 1;
      largest = logarithm;
    }
  }

  /** Negative infinity while nothing was added. */
  public double value() {
    return sumInUnitsOfLargest == 0
        ? Double.NEGATIVE_INFINITY
        : largest + Math.log(sumInUnitsOfLargest);
  }
}
