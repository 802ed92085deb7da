package dev.slipway.analysis.statistics;

/**
 * Fisher's noncentral hypergeometric law: how many of a block's {@code X} bad requests come from
 * the canary, given how many requests each version served, when the odds of being bad at the canary
 * are {@code psi} times those at the baseline.
 *
 * <pre>{@code
 * t(u) = C(nc, u) C(nb, X-u) psi^u      S(psi) = sum of t(u)      P(u) = t(u) / S(psi)
 * }</pre>
 *
 * <p>How it is computed (ANALYSIS.md 2.1, sharpened):
 *
 * <ul>
 *   <li>Terms are summed outwards from the mode by {@code t(u+1)/t(u) = (nc-u)(X-u) psi /
 *       ((u+1)(nb-X+u+1))}, in units of the first term: no logarithm is needed per term and nothing
 *       overflows.
 *   <li>A term far from the mode is a product of four Poisson probabilities, up to a constant and
 *       {@code u} times the difference of odds ratios, for whatever four means one takes; with
 *       means near the mode no digits cancel.
 *   <li>A wide law (standard deviation of {@value #WIDE} or more) is not summed. It is that of two
 *       binomials given their sum, for any two probabilities with that odds ratio; with those whose
 *       means add up to X the probability of the sum is a {@link BernoulliSum} at its mean. As the
 *       variance of the sum is at least four times that of the law, it is exact, and the cost is
 *       the same for ten thousand requests and for 10^12.
 * </ul>
 */
public final class NoncentralHypergeometric {

  private static final double NEGLIGIBLE = 1e-17;
  private static final double WIDE = 10;
  private static final double SMALLEST_MEAN = 1e-100;

  private final double canary;
  private final double stable;
  private final double bad;
  private final double lowest;
  private final double highest;

  /**
   * @param canary requests of the canary, 0 to 10^12
   * @param stable requests of the baseline, 0 to 10^12
   * @param bad bad requests of both together
   */
  public NoncentralHypergeometric(long canary, long stable, long bad) {
    if (canary < 0 || stable < 0 || bad < 0 || bad > canary + stable) {
      throw new IllegalArgumentException(
          "Requests must not be negative, nor bad ones more than there are: canary %d, stable %d, bad %d."
              .formatted(canary, stable, bad));
    }
    this.canary = canary;
    this.stable = stable;
    this.bad = bad;
    this.lowest = Math.max(0, bad - stable);
    this.highest = Math.min(bad, canary);
  }

  /** {@code ln S(psi)}, the logarithm of the sum of all terms; psi > 0. */
  public double logSum(double oddsRatio) {
    if (lowest == highest) {
      return logTerm(lowest, oddsRatio);
    }
    double start = new Law(oddsRatio).start;
    return logTerm(start, oddsRatio) - logProbability((long) start, oddsRatio);
  }

  /**
   * {@code ln P(canaryBad)}: the likelihood of the odds ratio, which is concave in {@code ln psi}.
   *
   * @param canaryBad what was seen, within the support {@code max(0, X-nb) .. min(X, nc)}
   * @param oddsRatio psi > 0
   */
  public double logProbability(long canaryBad, double oddsRatio) {
    return likelihood(canaryBad).of(oddsRatio);
  }

  /**
   * The same for many odds ratios.
   *
   * @param canaryBad what was seen, within the support
   */
  public Likelihood likelihood(long canaryBad) {
    if (canaryBad < lowest || canaryBad > highest) {
      throw new IllegalArgumentException(
          "The canary's bad requests must lie between %.0f and %.0f, but are %d."
              .formatted(lowest, highest, canaryBad));
    }
    return new Likelihood((double) canaryBad);
  }

  /** How likely what was seen is at each odds ratio. Not shared between threads. */
  public final class Likelihood {

    private final double canaryBad;
    private final double logCounts;
    private final BernoulliSum sum = new BernoulliSum();

    private Likelihood(double canaryBad) {
      this.canaryBad = canaryBad;
      this.logCounts =
          GammaFunction.logPoissonAtMean(canaryBad)
              + GammaFunction.logPoissonAtMean(canary - canaryBad)
              - GammaFunction.logPoissonAtMean(canary)
              + GammaFunction.logPoissonAtMean(bad - canaryBad)
              + GammaFunction.logPoissonAtMean(stable - bad + canaryBad)
              - GammaFunction.logPoissonAtMean(stable);
    }

    /** Natural logarithm of the probability; psi > 0. */
    public double of(double oddsRatio) {
      if (lowest == highest) {
        return 0;
      }
      Law law = new Law(oddsRatio);
      return law.isWide() ? logCounts + law.wide(canaryBad, sum) : law.narrow(canaryBad);
    }
  }

  private double logTerm(double canaryBad, double oddsRatio) {
    return GammaFunction.logBinomial(canary, canaryBad)
        + GammaFunction.logBinomial(stable, bad - canaryBad)
        + canaryBad * Math.log(oddsRatio);
  }

  /** The law at one odds ratio; only for a support of more than one point. */
  private final class Law {

    private final double oddsRatio;
    private final double meanCanaryBad;
    private final double meanCanaryGood;
    private final double meanStableBad;
    private final double meanStableGood;
    private final double start;

    Law(double oddsRatio) {
      if (!(oddsRatio > 0) || Double.isInfinite(oddsRatio)) {
        throw new IllegalArgumentException(
            "An odds ratio must be above 0, but is " + oddsRatio + ".");
      }
      this.oddsRatio = oddsRatio;
      double centre = centre();
      meanCanaryBad = Math.max(SMALLEST_MEAN, centre);
      meanCanaryGood = Math.max(SMALLEST_MEAN, canary - centre);
      meanStableBad = Math.max(SMALLEST_MEAN, bad - centre);
      meanStableGood = Math.max(SMALLEST_MEAN, stable - bad + centre);
      start = Math.clamp(Math.rint(centre), lowest, highest);
    }

    /** Where {@code u(nb-X+u) = psi (nc-u)(X-u)}: within about one of the mode and of the mean. */
    private double centre() {
      double a = oddsRatio - 1;
      double b = (canary + bad) * oddsRatio + stable - bad;
      double c = canary * bad * oddsRatio;
      double root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
      return b >= 0 ? 2 * c / (b + root) : (b - root) / (2 * a);
    }

    boolean isWide() {
      double canaryVariance = meanCanaryBad * (meanCanaryGood / canary);
      double stableVariance = meanStableBad * (meanStableGood / stable);
      return canaryVariance * stableVariance >= WIDE * WIDE * (canaryVariance + stableVariance);
    }

    /** Sums every term outwards, and picks up on its way the one that was seen. */
    double narrow(double canaryBad) {
      double sum = 1;
      double seen = canaryBad == start ? 1 : 0;
      double term = 1;
      for (double u = start; u < highest && term > NEGLIGIBLE * sum; u++) {
        term *= (canary - u) * (bad - u) * oddsRatio / ((u + 1) * (stable - bad + u + 1));
        sum += term;
        seen = u + 1 == canaryBad ? term : seen;
      }
      term = 1;
      for (double u = start; u > lowest && term > NEGLIGIBLE * sum; u--) {
        term *= u * (stable - bad + u) / ((canary - u + 1) * (bad - u + 1) * oddsRatio);
        sum += term;
        seen = u - 1 == canaryBad ? term : seen;
      }
      return (seen > 0 ? Math.log(seen) : relative(canaryBad) - relative(start)) - Math.log(sum);
    }

    /** Up to what depends on the counts alone. */
    double wide(double canaryBad, BernoulliSum sum) {
      sum.clear();
      sum.add(canary, meanCanaryBad / canary, meanCanaryGood / canary);
      sum.add(stable, meanStableBad / stable, meanStableGood / stable);
      return (canaryBad - meanCanaryBad) * excess()
          - GammaFunction.deviance(canaryBad, meanCanaryBad)
          - GammaFunction.deviance(canary - canaryBad, meanCanaryGood)
          - GammaFunction.deviance(bad - canaryBad, meanStableBad)
          - GammaFunction.deviance(stable - bad + canaryBad, meanStableGood)
          - sum.logAtMean();
    }

    /** {@code ln t(u)} up to a constant. */
    private double relative(double u) {
      return GammaFunction.logPoisson(u, meanCanaryBad)
          + GammaFunction.logPoisson(canary - u, meanCanaryGood)
          + GammaFunction.logPoisson(bad - u, meanStableBad)
          + GammaFunction.logPoisson(stable - bad + u, meanStableGood)
          + (u - meanCanaryBad) * excess();
    }

    /** By how much the logarithm of the odds ratio is above that of the four means. */
    private double excess() {
      return Math.log(
          oddsRatio * (meanCanaryGood * meanStableBad) / (meanCanaryBad * meanStableGood));
    }
  }
}
