package dev.slipway.analysis.statistics;

import java.util.Arrays;

/**
 * How much the instances of one version differ by themselves, from a service's history.
 *
 * <p>ANALYSIS-POWER.md C1, errors e_i of each instance over seven days:
 *
 * <pre>{@code
 * s2 = max(0, Var(ln e_i) - mean(1/e_i))                    with 10 instances or more
 *      max(0, Var (n-1)/chi2_{0.1}(n-1) - mean(1/e_i))      with fewer: the 90 % upper bound
 * tau = sqrt(s2) sqrt(1/podsCanary + 1/podsStable)
 * }</pre>
 *
 * <p>A spread that is too small is as bad as none: measure it.
 */
public final class PodSpread {

  private static final int ENOUGH = 10;

  /** 10 % quantiles of chi-square with 1 to 8 degrees of freedom. */
  private static final double[] CHI_SQUARE = {
    0.015790774,
    0.210721031,
    0.584374374,
    1.063623217,
    1.610307987,
    2.204130661,
    2.833106918,
    3.489539126
  };

  private PodSpread() {}

  /**
   * Standard deviation of the instances' log error rates.
   *
   * @param errors of each instance over the same time at the same traffic; at least two, each with
   *     an error
   */
  public static double of(long... errors) {
    if (errors.length < 2 || Arrays.stream(errors).anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException(
          "The spread of instances needs two or more of them, each with an error, but they have %s: take a longer time."
              .formatted(Arrays.toString(errors)));
    }
    double mean =
        Arrays.stream(errors).mapToDouble(e -> Math.log((double) e)).average().orElseThrow();
    double squares =
        Arrays.stream(errors).mapToDouble(e -> Math.pow(Math.log((double) e) - mean, 2)).sum();
    int freedom = errors.length - 1;
    double variance = squares / (errors.length < ENOUGH ? CHI_SQUARE[freedom - 1] : freedom);
    double byChance = Arrays.stream(errors).mapToDouble(e -> 1.0 / e).average().orElseThrow();
    return Math.sqrt(Math.max(0, variance - byChance));
  }

  /**
   * The spread between two versions, tau.
   *
   * @param spread of single instances
   */
  public static double between(double spread, int canaryInstances, int stableInstances) {
    if (canaryInstances < 1 || stableInstances < 1) {
      throw new IllegalArgumentException("Each version needs at least one instance.");
    }
    return spread * Math.sqrt(1.0 / canaryInstances + 1.0 / stableInstances);
  }
}
