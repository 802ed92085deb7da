package dev.slipway.analysis.statistics;

import java.util.List;

/**
 * Whether a whole histogram is tilted towards its slow end at the canary, all buckets at once.
 *
 * <p>ANALYSIS-POWER.md C4. Given each bucket's requests of both versions together, N_b, and how
 * many of all requests the canary served, nc of n, its own histogram c has under the tilt eta the
 * law {@code prod C(N_b, c_b) exp(eta s_b c_b) / S_T(eta)}, s_b being scores that are fixed before
 * the release:
 *
 * <pre>{@code
 * inc(eta) = eta sum s_b c_b - ln S_T(eta) + ln C(n, nc)      S_T = sum over {c: sum c = nc} of prod C(N_b, c_b) e^{eta s_b c_b}
 * }</pre>
 *
 * <p>Proof of the mean: with equal latency laws and requests split at random the canary's histogram
 * is multivariate hypergeometric given the totals, whatever the dependence: exactly 1. While the
 * density ratio of canary to stable does not increase with latency, Bernoullis conditioned on their
 * sum are negatively correlated and the rows sum to 0, so the mean is at most 1. (A canary that is
 * faster in the body and slower in the tail is not in this null; it is in that of the boundaries.)
 *
 * <p>The sum is the coefficient of a generating function, taken by the discrete Fourier transform
 * at the saddle point: {@code sum N_b q_b = nc} with {@code q_b = 1/(1 + exp(-(a + eta s_b)))},
 * where the characteristic function is that of a sum of Bernoullis with standard deviation sd and
 * falls so fast that about 14 of its values are enough: as many points as there are values within
 * ten standard deviations and 12 on, beyond which the law is below e^-46 by Bennett's inequality.
 * For a wide law it is a {@link BernoulliSum} at its mean, at the same cost for 10^9 requests.
 */
public final class BucketTilt {

  private static final double NEGLIGIBLE = -38;

  private final Doubles scores;

  /**
   * @param scores one for each bucket, -10 to 10, such as those of {@link BucketScores}
   */
  public BucketTilt(Doubles scores) {
    for (int b = 0; b < scores.size(); b++) {
      if (!(Math.abs(scores.get(b)) <= 10)) {
        throw new IllegalArgumentException(
            "A score must lie between -10 and 10, but is " + scores.get(b) + ".");
      }
    }
    this.scores = scores;
  }

  /** How many buckets there are. */
  public int size() {
    return scores.size();
  }

  /**
   * Natural logarithm of the likelihood ratio of a tilt against none.
   *
   * @param canary the canary's requests in each bucket; some in all
   * @param stable the same of stable; some in all
   * @param eta the tilt; 0 gives 0
   */
  public double logIncrement(List<Long> canary, List<Long> stable, double eta) {
    return likelihood(canary, stable).logIncrement(eta);
  }

  /** The same for any tilt, with what does not depend on it done once. */
  Likelihood likelihood(List<Long> canary, List<Long> stable) {
    if (canary.size() != size() || stable.size() != size()) {
      throw new IllegalArgumentException(
          "There are %d scores, but %d and %d buckets."
              .formatted(size(), canary.size(), stable.size()));
    }
    return new Likelihood(canary, stable);
  }

  /** Of what one block has counted. */
  final class Likelihood {

    private final double[] canary = new double[size()];
    private final double[] both = new double[size()];
    private final double ofCanary;
    private final double all;
    private final double logBinomial;

    private Likelihood(List<Long> canary, List<Long> stable) {
      double requests = 0;
      double requestsOfCanary = 0;
      for (int b = 0; b < size(); b++) {
        this.canary[b] = canary.get(b);
        both[b] = canary.get(b) + stable.get(b);
        requests += both[b];
        requestsOfCanary += this.canary[b];
      }
      all = requests;
      ofCanary = requestsOfCanary;
      logBinomial = isOfBoth() ? GammaFunction.logBinomial(all, ofCanary) : Double.NaN;
    }

    private boolean isOfBoth() {
      return ofCanary > 0 && ofCanary < all;
    }

    /**
     * @param eta the tilt; 0 gives 0
     */
    double logIncrement(double eta) {
      if (eta == 0) {
        return 0;
      }
      if (!isOfBoth()) {
        throw new IllegalArgumentException("A tilt needs requests of both versions.");
      }
      Saddle saddle = new Saddle(this, eta);
      return saddle.logLikelihood() + logBinomial - saddle.logIntegral();
    }
  }

  private final class Saddle {

    private final double[] canary;
    private final double[] both;
    private final double[] tilted = new double[size()];
    private final double[] shares = new double[size()];
    private final double ofCanary;
    private final double all;

    Saddle(Likelihood counts, double eta) {
      canary = counts.canary;
      both = counts.both;
      ofCanary = counts.ofCanary;
      all = counts.all;
      for (int b = 0; b < size(); b++) {
        tilted[b] = eta * scores.get(b);
      }
      double a = root();
      for (int b = 0; b < size(); b++) {
        shares[b] = 1 / (1 + Math.exp(-(a + tilted[b])));
      }
    }

    /** Newton's method within a bracket: the sum increases in a. */
    private double root() {
      double odds = Math.log(ofCanary / (all - ofCanary));
      double low = odds - 50;
      double high = odds + 50;
      double a = odds;
      for (int i = 0; i < 100; i++) {
        double excess = -ofCanary;
        double slope = 0;
        for (int b = 0; b < size(); b++) {
          if (both[b] == 0) {
            continue;
          }
          double share = 1 / (1 + Math.exp(-(a + tilted[b])));
          excess += both[b] * share;
          slope += both[b] * share * (1 - share);
        }
        if (excess > 0) {
          high = a;
        } else {
          low = a;
        }
        double next = slope > 0 ? a - excess / slope : (low + high) / 2;
        if (!(next > low && next < high)) {
          next = (low + high) / 2;
        }
        if (Math.abs(next - a) <= 1e-13 * Math.max(1, Math.abs(a))) {
          return next;
        }
        a = next;
      }
      return a;
    }

    /** {@code eta sum s_b c_b - K}, K being the saddle point's value, without cancelling. */
    double logLikelihood() {
      double sum = 0;
      for (int b = 0; b < shares.length; b++) {
        sum += canary[b] == 0 ? 0 : canary[b] * Math.log(shares[b]);
        double stable = both[b] - canary[b];
        sum += stable == 0 ? 0 : stable * Math.log1p(-shares[b]);
      }
      return sum;
    }

    /** Logarithm of the probability that the tilted Bernoullis sum to {@code nc}. */
    double logIntegral() {
      BernoulliSum law = new BernoulliSum();
      for (int b = 0; b < shares.length; b++) {
        law.add(both[b], shares[b], 1 - shares[b]);
      }
      return law.variance() >= BernoulliSum.WIDE
          ? law.logAtMean()
          : logIntegral(Math.sqrt(law.variance()));
    }

    private double logIntegral(double deviation) {
      double points = Math.min(all + 1, Math.floor(10 * deviation) + 12);
      double sum = 1;
      for (double t = 1; 2 * t <= points; t++) {
        double angle = 2 * Math.PI * t / points;
        double sine = Math.sin(angle);
        double halfSine = Math.sin(angle / 2);
        double logModulus = 0;
        double phase = -angle * ofCanary;
        for (int b = 0; b < shares.length; b++) {
          if (both[b] == 0) {
            continue;
          }
          double share = shares[b];
          double lost = 2 * halfSine * halfSine; // 1 - cos, exactly for small angles too
          logModulus += 0.5 * both[b] * Math.log1p(-2 * share * (1 - share) * lost);
          phase += both[b] * Math.atan2(share * sine, 1 - share * lost);
        }
        if (logModulus < NEGLIGIBLE) {
          break;
        }
        sum += (2 * t == points ? 1 : 2) * Math.exp(logModulus) * Math.cos(phase);
      }
      return Math.log(sum / points);
    }
  }
}
