package dev.slipway.analysis.statistics;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Does not waste what evidence would overshoot its bound by: while the evidence is below the bound
 * c at which it alone stops the release, whatever a next block could add beyond c is worth nothing,
 * and is paid out as a factor in advance.
 *
 * <p>ANALYSIS-POWER.md C3, after Fischer and Ramdas, <em>Improving Wald's (approximate) sequential
 * probability ratio test by avoiding overshoot</em>. With the boost B so far, the block's margins
 * known and its X bad requests split as u at the canary:
 *
 * <pre>{@code
 * R_u = B E(if xc = u)      P_u = probability of u under the null (under its posterior, with pod effects)
 * if max R_u > c:  b >= 1 with  sum_u P_u min(b R_u, c) = B E(before);   B *= b
 * }</pre>
 *
 * <p>Proof: b depends on the margins and the past only. The evidence cut off at c has a conditional
 * mean of at most what it was before; and reaching c alone stops the release, so cutting off loses
 * no rejection. R_u increases in u, hence that holds for a canary that is better, too.
 *
 * <p>Only without tempering, and while a block has at most {@value #MOST_BAD} bad requests: beyond
 * that a block tells so much that the overshoot does not matter. It saves 6 to 10 % of the time to
 * detection.
 */
public final class OvershootBoost {

  private static final int MOST_BAD = 40;

  /** Never reached before the bound is; 2^20. */
  private static final double LARGEST = 0x1p20;

  private final OddsRatioProcess process;
  private final double logBound;

  /**
   * @param process whose evidence is boosted
   * @param logBound {@code ln c}: this evidence alone stops the release
   */
  public OvershootBoost(OddsRatioProcess process, double logBound) {
    if (!Double.isFinite(logBound)) {
      throw new IllegalArgumentException("The bound must be a number, but is " + logBound + ".");
    }
    this.process = process;
    this.logBound = logBound;
  }

  /**
   * The boost from a block on: what it was before, or more.
   *
   * @param evidence before the block
   * @param logBoost natural logarithm of the boost before the block, 0 at the start
   * @param counts of the block; only their sums are used
   * @param begin of the block, as given to the process
   */
  public double logBoost(
      MixtureEvidence evidence, double logBoost, BadCounts counts, Duration begin) {
    if (!counts.comparable() || counts.bad() == 0 || counts.bad() > MOST_BAD || process.phi() > 1) {
      return logBoost;
    }
    int lowest = (int) Math.max(0, counts.bad() - counts.stable());
    int highest = (int) Math.min(counts.bad(), counts.canary());
    if (lowest == highest) {
      return logBoost;
    }
    EffectMixture mixture = process.mixture();
    EffectMixture.Bets bets = mixture.bets(mixture.started(evidence, begin));
    Splits splits = new Splits(mixture.grid(), counts, lowest, highest);
    if (!mixture.grid().hasPodEffects()
        && logBoost + splits.logEvidence(bets, highest) <= logBound) {
      return logBoost; // R_u increases in u
    }
    double[] logOutcomes =
        IntStream.rangeClosed(lowest, highest)
            .mapToDouble(u -> logBoost + splits.logEvidence(bets, u) - logBound)
            .toArray();
    if (Arrays.stream(logOutcomes).allMatch(outcome -> outcome <= 0)) {
      return logBoost;
    }
    double logBefore = logBoost + bets.logEvidenceAfter(node -> 0) - logBound;
    return logBoost + Math.log(factor(logOutcomes, splits.probabilities(bets), logBefore));
  }

  /** In units of the bound: b with {@code sum P min(b R, 1) = before}. */
  private static double factor(double[] logOutcomes, double[] probabilities, double logBefore) {
    double low = 1;
    double high = LARGEST;
    if (mean(logOutcomes, probabilities, high) <= Math.exp(logBefore)) {
      return high;
    }
    for (int i = 0; i < 200 && high - low > 1e-15 * low; i++) {
      double middle = (low + high) / 2;
      if (mean(logOutcomes, probabilities, middle) <= Math.exp(logBefore)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double mean(double[] logOutcomes, double[] probabilities, double factor) {
    double mean = 0;
    for (int u = 0; u < logOutcomes.length; u++) {
      mean += probabilities[u] * Math.exp(Math.min(0, Math.log(factor) + logOutcomes[u]));
    }
    return mean;
  }

  /** All ways in which a block's bad requests may be split, and how likely each is at each node. */
  private static final class Splits {

    private final EffectGrid grid;
    private final int lowest;
    private final double[] logCounts;
    private final double[] logSums;

    Splits(EffectGrid grid, BadCounts counts, int lowest, int highest) {
      this.grid = grid;
      this.lowest = lowest;
      this.logCounts =
          IntStream.rangeClosed(lowest, highest)
              .mapToDouble(
                  u ->
                      GammaFunction.logBinomial((double) counts.canary(), u)
                          + GammaFunction.logBinomial(
                              (double) counts.stable(), (double) (counts.bad() - u)))
              .toArray();
      this.logSums = new double[grid.size()];
      Arrays.fill(logSums, Double.NaN);
    }

    double logEvidence(EffectMixture.Bets bets, int u) {
      return bets.logEvidenceAfter(node -> logProbability(u, node));
    }

    double[] probabilities(EffectMixture.Bets bets) {
      double[] logProbabilities = new double[logCounts.length];
      LogSum all = new LogSum();
      for (int i = 0; i < logProbabilities.length; i++) {
        LogSum sum = new LogSum();
        for (int j = 0; j < grid.spread(); j++) {
          sum.add(bets.logNull(j) + logProbability(lowest + i, grid.nullNode(j)));
        }
        logProbabilities[i] = sum.value();
        all.add(sum.value());
      }
      return Arrays.stream(logProbabilities).map(each -> Math.exp(each - all.value())).toArray();
    }

    private double logProbability(int u, int node) {
      if (Double.isNaN(logSums[node])) {
        LogSum sum = new LogSum();
        for (int i = 0; i < logCounts.length; i++) {
          sum.add(logCounts[i] + (lowest + i) * grid.node(node));
        }
        logSums[node] = sum.value();
      }
      return logCounts[u - lowest] + u * grid.node(node) - logSums[node];
    }
  }
}
