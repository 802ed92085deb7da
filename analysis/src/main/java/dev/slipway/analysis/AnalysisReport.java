package dev.slipway.analysis;

import java.util.List;

/**
 * What an analysis says.
 *
 * @param verdict REGRESSED once the evidence has reached its bound, and from then on; HEALTHY while
 *     everything is proven and no incident is shared; else INCONCLUSIVE
 * @param evidence combined over all metrics: how many times more likely than chance a regression
 *     is; above 0, at most 10^300; after a regression was found, that of the block in which it was
 * @param bound it rolls back at this evidence
 * @param proven every metric is proven in this step to be not worse than its tolerance
 * @param sharedIncident both versions miss an objective and the canary is not found worse: pause,
 *     do not blame the canary
 * @param metrics one for each metric of the plan, in its order
 * @param sentence the whole in words
 */
public record AnalysisReport(
    Verdict verdict,
    double evidence,
    double bound,
    boolean proven,
    boolean sharedIncident,
    List<MetricReport> metrics,
    String sentence) {

  public AnalysisReport {
    metrics = List.copyOf(metrics);
  }
}
