package dev.slipway.analysis.statistics;

/**
 * A confidence sequence for the difference of two shares of bad requests, {@code pc - pb} in
 * points: it holds at all times at once, with probability {@code 1-alpha}.
 *
 * <p>ANALYSIS.md 2.1: for each difference d of a grid two {@link DifferenceBet}s run, one against
 * {@code pc - pb <= d}, one against {@code pc - pb >= d}, each a mixture over three stakes. The
 * interval begins at the largest d up to which all of the first kind are refuted at {@code
 * alpha/2}, and ends likewise. Proof: for it to begin above the true difference, the smallest d of
 * the grid that is not below the truth must have been refuted, and that is one true null. A
 * negative d is the bet with the versions exchanged.
 */
public final class DifferenceConfidence {

  private static final double[] DIFFERENCES = {
    -0.5, -0.2, -0.1, -0.05, -0.02, -0.01, -0.005, -0.002, -0.001, -0.0005, 0, 0.0005, 0.001, 0.002,
    0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5
  };

  private static final double[] BOLDNESS = {0.05, 0.2, 0.6};
  private static final long PILOT_REQUESTS = 200;

  private final double phi;

  /**
   * @param phi tempering, 1 for none
   */
  public DifferenceConfidence(double phi) {
    if (!(phi >= 1)) {
      throw new IllegalArgumentException("Phi must be at least 1, but is " + phi + ".");
    }
    this.phi = phi;
  }

  /** Nothing gathered yet: the logarithm of each bet's stake. */
  public Doubles start() {
    return Doubles.zeros(2 * DIFFERENCES.length * BOLDNESS.length);
  }

  /**
   * Continues with a block.
   *
   * @param earlier everything seen before; while that are fewer than 200 requests nothing is bet
   */
  public Doubles observe(Doubles before, BadCounts counts, BadCounts earlier) {
    if (!counts.comparable() || earlier.requests() < PILOT_REQUESTS) {
      return before;
    }
    double rate = (earlier.bad() + 1.0) / (earlier.requests() + 2.0);
    return Doubles.generate(
        before.size(), i -> before.get(i) + logIncrement(i, counts, rate) / phi);
  }

  /**
   * The differences that are not refuted, within -1 and 1.
   *
   * @param alpha above 0 and below 1
   */
  public Interval interval(Doubles evidence, double alpha) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("Alpha must lie between 0 and 1, but is " + alpha + ".");
    }
    double bound = Math.log(2 / alpha);
    double low = -1;
    for (int d = 0; d < DIFFERENCES.length && logEvidence(evidence, 0, d) >= bound; d++) {
      low = DIFFERENCES[d];
    }
    double high = 1;
    for (int d = DIFFERENCES.length - 1; d >= 0 && logEvidence(evidence, 1, d) >= bound; d--) {
      high = DIFFERENCES[d];
    }
    // Both at once can only be by a failure of the confidence itself.
    return low <= high ? new Interval(low, high) : new Interval(high, low);
  }

  private static double logEvidence(Doubles evidence, int direction, int difference) {
    LogSum sum = new LogSum();
    int from = (direction * DIFFERENCES.length + difference) * BOLDNESS.length;
    for (int k = 0; k < BOLDNESS.length; k++) {
      sum.add(evidence.get(from + k) - Math.log(BOLDNESS.length));
    }
    return sum.value();
  }

  private static double logIncrement(int index, BadCounts counts, double rate) {
    double boldness = BOLDNESS[index % BOLDNESS.length];
    int which = index / BOLDNESS.length;
    double difference = DIFFERENCES[which % DIFFERENCES.length];
    boolean worse = which < DIFFERENCES.length;
    if (difference >= 0) {
      return (worse ? DifferenceBet.worseBy(difference) : DifferenceBet.notWorseBy(difference))
          .logIncrement(counts, rate, boldness);
    }
    // pc - pb <= d  is  pb - pc >= -d
    return (worse ? DifferenceBet.notWorseBy(-difference) : DifferenceBet.worseBy(-difference))
        .logIncrement(counts.exchanged(), rate, boldness);
  }
}
