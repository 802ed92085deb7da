package dev.slipway.rollout;

import dev.slipway.analysis.Verdict;
import java.util.List;

/**
 * What an analysis says, for people and planners.
 *
 * @param evidence combined over all metrics: how many times more likely than chance a regression is
 * @param bound it rolls back at this evidence: 1 over this attempt's share of {@code
 *     falseRollback}, which retries share
 * @param proven every metric is proven to be not worse than its tolerance
 */
public record AnalysisReading(
    Verdict verdict,
    double evidence,
    double bound,
    boolean proven,
    List<MetricReading> metrics,
    String sentence) {

  /** Before the first block. */
  public static final AnalysisReading NONE =
      new AnalysisReading(
          Verdict.INCONCLUSIVE, 1, 100, false, List.of(), "nothing was observed yet");

  public AnalysisReading {
    metrics = List.copyOf(metrics);
  }
}
