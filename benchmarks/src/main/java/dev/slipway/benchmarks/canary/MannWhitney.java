package dev.slipway.benchmarks.canary;

import java.util.Arrays;

/**
 * By how much one sample lies above another, with the normal approximation of the rank sum test
 * (R's {@code wilcox.test} with {@code conf.int}, which Kayenta follows): ties share their rank,
 * half a rank is taken off for continuity, and shifts are found to 1e-4, absolute.
 */
final class MannWhitney {

  private static final double PRECISION = 1e-4;

  private final double[] experiment;
  private final double[] control;

  MannWhitney(double[] experiment, double[] control) {
    this.experiment = sorted(experiment);
    this.control = sorted(control);
  }

  private static double[] sorted(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  /**
   * Whether each sample has one value only: moved by their difference all values are tied, and the
   * test cannot be computed.
   */
  boolean isTied() {
    return experiment[0] == experiment[experiment.length - 1]
        && control[0] == control[control.length - 1];
  }

  /** Hodges and Lehmann's estimate of the shift. */
  double shift() {
    return shiftAt(0);
  }

  /**
   * The least shift that is not refuted.
   *
   * @param quantile of the normal distribution, 2.326 for a two-sided confidence of 98 %
   */
  double leastShift(double quantile) {
    return shiftAt(quantile);
  }

  /**
   * Where the standardised rank sum, which falls with the shift in steps, passes a number. Where
   * values are tied the steps of different numbers coincide, and what is found is decided by how
   * one searches within the precision: so it has to be Brent's method as in R, not any.
   */
  private double shiftAt(double quantile) {
    double low = experiment[0] - control[control.length - 1];
    double high = experiment[experiment.length - 1] - control[0];
    if (standardised(low) <= quantile) {
      return low;
    }
    if (standardised(high) >= quantile) {
      return high;
    }
    return BrentRoot.find(shift -> standardised(shift) - quantile, low, high, PRECISION);
  }

  /** How far the experiment, moved down by a shift, ranks above the control. */
  private double standardised(double shift) {
    double m = experiment.length;
    double n = control.length;
    double wins = 0;
    double ties = 0;
    int i = 0;
    int j = 0;
    while (i < experiment.length || j < control.length) {
      double value =
          Math.min(
              i < experiment.length ? experiment[i] - shift : Double.POSITIVE_INFINITY,
              j < control.length ? control[j] : Double.POSITIVE_INFINITY);
      double ours = 0;
      double theirs = 0;
      int below = j;
      for (; i < experiment.length && experiment[i] - shift == value; i++) {
        ours++;
      }
      for (; j < control.length && control[j] == value; j++) {
        theirs++;
      }
      wins += ours * (below + theirs / 2);
      double same = ours + theirs;
      ties += same * same * same - same;
    }
    double excess = wins - m * n / 2;
    double variance = m * n / 12 * ((m + n + 1) - ties / ((m + n) * (m + n - 1)));
    return (excess - 0.5 * Math.signum(excess)) / Math.sqrt(variance);
  }
}
