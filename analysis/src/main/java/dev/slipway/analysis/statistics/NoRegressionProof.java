package dev.slipway.analysis.statistics;

/**
 * Is it proven that the canary is not worse by more than a tolerance? For an early advance, never
 * for a rollback.
 *
 * <p>ANALYSIS.md 2.4: {@link DifferenceBet#notWorseBy} with a mixture over seven stakes, begun anew
 * in each step. Null: {@code pc - pb >= tolerance}; a true regression of that size is let through
 * early with a probability of at most 5 % a step. Several metrics need no correction: each has to
 * be proven (intersection-union). When errors are rare it takes about {@code ln(20)/tolerance}
 * requests to the canary.
 *
 * <p>The guess {@code m} of the common rate is {@code (bad + 1)/(requests + 2)} of everything seen
 * before, an even prior; while that are fewer than 200 requests nothing is bet: they take the place
 * of the 200 of history that the source assumes.
 */
public final class NoRegressionProof {

  /** Proven when the evidence reaches this: {@code 1/beta}, beta = 5 %. */
  public static final double BOUND = 20;

  /** Of the source: as shares of the largest stake that can never lose everything. */
  public static final Doubles FIVE_STAKES = Doubles.of(0.1, 0.25, 0.5, 0.75, 0.9);

  /**
   * The usual ones: two more that are small. Near the median the smallest of the five is ten times
   * too bold. Healthy releases proven within half an hour, and the median time, of 100 simulated
   * ones (seeds 0 to 99) with five and with seven stakes:
   *
   * <pre>
   * requests/s  weight  slower than it  tolerance      five              seven
   *    100        50 %       50 %         5 points     90 %   70 s       100 %   40 s
   *    100        50 %       50 %         2 points      0 %              100 %  195 s
   *    100        10 %       50 %         2 points     20 %               97 %  650 s
   *   1000        10 %       50 %         1 point       3 %              100 %  210 s
   *    100        10 %       50 %         5 points    100 %   90 s       100 %  100 s
   * errors:
   *    100        10 %      0.1 %       0.5 points    100 %  115 s       100 %  125 s
   *    100        10 %        1 %       0.5 points    100 %  345 s       100 %  400 s
   *    100        50 %        1 %       0.5 points    100 %  140 s       100 %  145 s
   * </pre>
   */
  public static final Doubles SEVEN_STAKES = Doubles.of(0.02, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9);

  private static final long PILOT_REQUESTS = 200;
  private static final double TAIL = 0.02;
  private static final double SHOULDER = 0.1;

  private final double tolerance;
  private final boolean finerInTheTail;
  private final double phi;
  private final Doubles stakes;

  private NoRegressionProof(double tolerance, boolean finerInTheTail, double phi, Doubles stakes) {
    if (!(phi >= 1) || !(tolerance >= 0 && tolerance <= 1)) {
      throw new IllegalArgumentException(
          "A tolerance must lie between 0 and 1 and phi must be at least 1, but they are %s and %s."
              .formatted(tolerance, phi));
    }
    this.tolerance = tolerance;
    this.finerInTheTail = finerInTheTail;
    this.phi = phi;
    this.stakes = stakes;
  }

  /**
   * The same with other stakes, fixed before the release.
   *
   * @param others each above 0 and below 1
   */
  public NoRegressionProof withStakes(Doubles others) {
    return new NoRegressionProof(tolerance, finerInTheTail, phi, others);
  }

  /**
   * @param tolerance in points, 0 to 1; with 0 nothing is ever proven
   * @param phi tempering, 1 for none
   */
  public static NoRegressionProof ofErrors(double tolerance, double phi) {
    return new NoRegressionProof(tolerance, false, phi, SEVEN_STAKES);
  }

  /**
   * Of "slower than a boundary": the tolerance holds where many requests are slower, two fifths of
   * it near the 95th percentile and a fifth beyond the 98th, as in the source (5, 2 and 1 points).
   * Known before each block, so that the proof holds.
   */
  public static NoRegressionProof ofLatency(double tolerance, double phi) {
    return new NoRegressionProof(tolerance, true, phi, SEVEN_STAKES);
  }

  /** Nothing gathered yet in this step. */
  public NoRegressionEvidence start() {
    return new NoRegressionEvidence(Doubles.zeros(stakes.size()), 0);
  }

  /**
   * Continues with a block.
   *
   * @param counts of the block; changes nothing when there is nothing to compare
   * @param earlier everything seen before it, earlier steps included
   */
  public NoRegressionEvidence observe(
      NoRegressionEvidence before, BadCounts counts, BadCounts earlier) {
    if (!counts.comparable() || earlier.requests() < PILOT_REQUESTS) {
      return before;
    }
    double rate = (earlier.bad() + 1.0) / (earlier.requests() + 2.0);
    DifferenceBet bet = DifferenceBet.notWorseBy(margin(rate));
    return new NoRegressionEvidence(
        Doubles.generate(
            stakes.size(),
            k -> before.logStakes().get(k) + bet.logIncrement(counts, rate, stakes.get(k)) / phi),
        before.canaryRequests() + counts.canary());
  }

  /** Natural logarithm of the evidence that the canary is not worse by the tolerance. */
  public double logEvidence(NoRegressionEvidence evidence) {
    LogSum sum = new LogSum();
    for (int k = 0; k < stakes.size(); k++) {
      sum.add(evidence.logStakes().get(k) - Math.log(stakes.size()));
    }
    return sum.value();
  }

  /** Whether it is proven now. */
  public boolean proves(NoRegressionEvidence evidence) {
    return logEvidence(evidence) >= Math.log(BOUND);
  }

  /**
   * About how many more requests to the canary may prove it, by the growth of the evidence so far;
   * before anything was gathered by the rule of {@code ln(20)/tolerance}.
   *
   * @return 0 when it is proven; {@link Long#MAX_VALUE} when nothing points to a proof
   */
  public long neededRequests(NoRegressionEvidence evidence) {
    double logBound = Math.log(BOUND);
    double logEvidence = logEvidence(evidence);
    if (logEvidence >= logBound) {
      return 0;
    }
    double growth =
        evidence.canaryRequests() == 0 ? tolerance : logEvidence / evidence.canaryRequests();
    return growth > 0 ? (long) Math.ceil((logBound - logEvidence) / growth) : Long.MAX_VALUE;
  }

  private double margin(double rate) {
    if (!finerInTheTail || rate >= SHOULDER) {
      return tolerance;
    }
    return tolerance * (rate < TAIL ? 0.2 : 0.4);
  }
}
