package dev.slipway.analysis;

import dev.slipway.analysis.statistics.Interval;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an analysis says about one metric, over all steps so far. Of a latency metric it shows the
 * boundary that speaks most for a regression, or one that few requests exceed while none does.
 *
 * @param name as in the plan
 * @param canaryRate share of the canary's bad requests, 0 to 1; 0 while there are none
 * @param stableRate the same of stable
 * @param canaryRequests that the canary served in the blocks that were judged
 * @param stableRequests the same of stable
 * @param evidence of this metric alone: how many times more likely than chance a regression is, at
 *     most 10^300
 * @param verdict REGRESSED for the metric that weighed most when a regression was found, HEALTHY
 *     when it is proven, else INCONCLUSIVE
 * @param proven in this step to be not worse than its tolerance
 * @param neededRequests about so many more requests to the canary may prove it, by the growth of
 *     the evidence so far: 0 when it is proven, empty when nothing points to a proof
 * @param oddsRatio by how much the odds of a bad request are multiplied at the canary: holds with
 *     95 % confidence at all times at once; absent while nothing was judged
 * @param difference of the shares of bad requests, canary less stable, -1 to 1; with the same
 *     confidence; of a single rate only, absent for histograms and while nothing was judged
 * @param sentence the whole in words
 */
public record MetricReport(
    String name,
    double canaryRate,
    double stableRate,
    long canaryRequests,
    long stableRequests,
    double evidence,
    Verdict verdict,
    boolean proven,
    OptionalLong neededRequests,
    Optional<Interval> oddsRatio,
    Optional<Interval> difference,
    String sentence) {}
