package dev.slipway.analysis.statistics;

/**
 * The confidence sequence of an odds ratio: every ratio that a mixture over all of them has not
 * refuted.
 *
 * <p>ANALYSIS.md 2.1, with equal weights {@code g} on the nodes:
 *
 * <pre>{@code
 * { psi : ln sum_k g_k exp(l(psi_k)) - l(psi) < ln(1/alpha) }
 * }</pre>
 *
 * <p>Between the nodes nothing is stored. As {@code l} is concave in {@code ln psi} (an exponential
 * family), it lies below the chord of the two nodes before, extended, and below that of the two
 * nodes after; what even these refute is refuted. So an end of the interval is never too far in.
 */
final class RatioConfidence {

  private RatioConfidence() {}

  static Interval interval(EffectGrid grid, Doubles logLikelihood, double alpha) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("Alpha must lie between 0 and 1, but is " + alpha + ".");
    }
    LogSum sum = new LogSum();
    for (int node = 0; node < grid.size(); node++) {
      sum.add(logLikelihood.get(node));
    }
    double floor = sum.value() - Math.log(grid.size()) + Math.log(alpha);
    int first = 0;
    while (logLikelihood.get(first) <= floor) {
      first++;
    }
    int last = grid.size() - 1;
    while (logLikelihood.get(last) <= floor) {
      last--;
    }
    return new Interval(
        first == 0 ? 0 : Math.exp(edge(grid, logLikelihood, floor, first, 1)),
        last == grid.size() - 1
            ? Double.POSITIVE_INFINITY
            : Math.exp(edge(grid, logLikelihood, floor, last, -1)));
  }

  /**
   * The outermost {@code ln psi} that may still be possible, between a node that is and its
   * neighbour that is not.
   *
   * @param inwards 1 at the lower end, -1 at the upper
   */
  private static double edge(
      EffectGrid grid, Doubles logLikelihood, double floor, int possible, int inwards) {
    int impossible = possible - inwards;
    double outside =
        crossing(grid, logLikelihood, floor, impossible - inwards, impossible, inwards);
    double inside = crossing(grid, logLikelihood, floor, possible + inwards, possible, inwards);
    double edge = furtherIn(grid.node(impossible), furtherIn(outside, inside, inwards), inwards);
    return furtherIn(edge, grid.node(possible), -inwards);
  }

  private static double furtherIn(double one, double other, int inwards) {
    return inwards > 0 ? Math.max(one, other) : Math.min(one, other);
  }

  /**
   * Where the chord through two nodes meets the floor; infinitely far out, if it refutes nothing.
   */
  private static double crossing(
      EffectGrid grid, Doubles logLikelihood, double floor, int other, int node, int inwards) {
    if (other >= 0 && other < grid.size()) {
      double slope =
          (logLikelihood.get(node) - logLikelihood.get(other))
              / (grid.node(node) - grid.node(other));
      if (slope * inwards > 0) {
        return grid.node(node) + (floor - logLikelihood.get(node)) / slope;
      }
    }
    return -inwards * Double.POSITIVE_INFINITY;
  }
}
