package dev.slipway.benchmarks.canary;

import java.util.function.DoubleUnaryOperator;

/**
 * Where a function passes zero, by R. Brent's method (<em>Algorithms for Minimization without
 * Derivatives</em>, 1973, chapter 4): inverse quadratic interpolation where that shrinks the
 * bracket fast enough, halving where not.
 */
final class BrentRoot {

  private static final double EPSILON = Math.ulp(1.0);
  private static final int MOST_STEPS = 1000;

  private final DoubleUnaryOperator function;

  /** The best point so far, the one before it, and one on the other side of zero. */
  private double best;

  private double atBest;
  private double before;
  private double atBefore;
  private double opposite;
  private double atOpposite;

  private BrentRoot(DoubleUnaryOperator function, double low, double high) {
    this.function = function;
    before = low;
    atBefore = function.applyAsDouble(low);
    best = high;
    atBest = function.applyAsDouble(high);
    opposite = before;
    atOpposite = atBefore;
  }

  /**
   * @param function with different signs at the ends
   * @param precision of the point, absolute
   */
  static double find(DoubleUnaryOperator function, double low, double high, double precision) {
    BrentRoot search = new BrentRoot(function, low, high);
    for (int i = 0; i < MOST_STEPS; i++) {
      double lastStep = search.best - search.before;
      search.keepTheBetterEnd();
      double tolerance = 2 * EPSILON * Math.abs(search.best) + precision / 2;
      double half = (search.opposite - search.best) / 2;
      if (Math.abs(half) <= tolerance || search.atBest == 0) {
        return search.best;
      }
      double step = search.step(lastStep, half, tolerance);
      search.move(Math.abs(step) < tolerance ? Math.copySign(tolerance, half) : step);
    }
    return search.best;
  }

  private void keepTheBetterEnd() {
    if (Math.abs(atOpposite) < Math.abs(atBest)) {
      before = best;
      atBefore = atBest;
      best = opposite;
      atBest = atOpposite;
      opposite = before;
      atOpposite = atBefore;
    }
  }

  private double step(double lastStep, double half, double tolerance) {
    if (Math.abs(lastStep) < tolerance || Math.abs(atBefore) <= Math.abs(atBest)) {
      return half;
    }
    double width = 2 * half;
    double ratio = atBest / atBefore;
    double numerator;
    double denominator;
    if (before == opposite) {
      numerator = width * ratio;
      denominator = 1 - ratio;
    } else {
      double q = atBefore / atOpposite;
      double r = atBest / atOpposite;
      numerator = ratio * (width * q * (q - r) - (best - before) * (r - 1));
      denominator = (q - 1) * (r - 1) * (ratio - 1);
    }
    if (numerator > 0) {
      denominator = -denominator;
    } else {
      numerator = -numerator;
    }
    boolean shrinks =
        numerator < 0.75 * width * denominator - Math.abs(tolerance * denominator) / 2
            && numerator < Math.abs(lastStep * denominator / 2);
    return shrinks ? numerator / denominator : half;
  }

  private void move(double step) {
    before = best;
    atBefore = atBest;
    best += step;
    atBest = function.applyAsDouble(best);
    if (Math.signum(atBest) * Math.signum(atOpposite) > 0) {
      opposite = before;
      atOpposite = atBefore;
    }
  }
}
