package dev.slipway.analysis.statistics;

import java.util.List;

/**
 * How a mixture over odds ratios of errors is weighted when the service's traffic is known.
 *
 * <p>ANALYSIS-POWER.md C2; any weights that are fixed before the release keep the guarantee:
 *
 * <pre>{@code
 * ratios r = 1.5 2 3 5 10 30 100 1000      c = 3 4 3 2 1.5 1 1 1
 * I_k = sum over steps of  rps T p0 (1-w+w r) KL(th || w),   th = w r/(1-w+w r)
 * g_k ~ c_k max(0.02, min(1, (I_k/6)^2))
 * }</pre>
 *
 * <p>c follows the cost of one nat of evidence (bad requests per nat: about 60 at a ratio of 2, 9
 * at 10, 5 at 1000); I, the nats that the steps will give, takes stakes off effects that this
 * traffic cannot resolve.
 */
public final class CostBalancedPrior {

  private static final double[] COST = {3, 4, 3, 2, 1.5, 1, 1, 1};
  private static final double[] RATIOS = {1.5, 2, 3, 5, 10, 30, 100, 1000};
  private static final double ENOUGH_NATS = 6;
  private static final double LEAST = 0.02;

  private CostBalancedPrior() {}

  /**
   * The stakes for {@link EffectGrid#ERRORS}; they sum to 1.
   *
   * @param rate of errors of a healthy service, above 0 and below 1
   * @param steps that are planned
   */
  public static Doubles weights(double rate, List<PlannedStep> steps) {
    double[] weights = new double[RATIOS.length];
    double sum = 0;
    for (int k = 0; k < weights.length; k++) {
      double nats = 0;
      for (PlannedStep step : steps) {
        nats += step.nats(rate, RATIOS[k]);
      }
      double resolved = nats / ENOUGH_NATS;
      weights[k] = COST[k] * Math.max(LEAST, Math.min(1, resolved * resolved));
      sum += weights[k];
    }
    double all = sum;
    return Doubles.generate(weights.length, k -> weights[k] / all);
  }
}
