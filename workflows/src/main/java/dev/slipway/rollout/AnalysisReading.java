package dev.slipway.rollout;

import dev.slipway.analysis.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an analysis says, for people and planners.
 *
 * @param evidence combined over all metrics: how many times more likely than chance a regression is
 * @param bound it rolls back at this evidence: 1 over this attempt's share of {@code
 *     falseRollback}, which retries share
 * @param proven every metric is proven to be not worse than its tolerance
 * @param pods what is to be said of single pods, a sentence each; empty where an older worker did
 *     not write it
 */
public record AnalysisReading(
    Verdict verdict,
    double evidence,
    double bound,
    boolean proven,
    List<MetricReading> metrics,
    String sentence,
    List<String> pods) {

  /** Before the first block. */
  public static final AnalysisReading NONE =
      new AnalysisReading(
          Verdict.INCONCLUSIVE, 1, 100, false, List.of(), "nothing was observed yet");

  public AnalysisReading(
      Verdict verdict,
      double evidence,
      double bound,
      boolean proven,
      List<MetricReading> metrics,
      String sentence,
      @Nullable List<String> pods) {
    this.verdict = verdict;
    this.evidence = evidence;
    this.bound = bound;
    this.proven = proven;
    this.metrics = List.copyOf(metrics);
    this.sentence = sentence;
    this.pods = pods == null ? List.of() : List.copyOf(pods);
  }

  /** Where there is nothing to say of single pods. */
  public AnalysisReading(
      Verdict verdict,
      double evidence,
      double bound,
      boolean proven,
      List<MetricReading> metrics,
      String sentence) {
    this(verdict, evidence, bound, proven, metrics, sentence, List.of());
  }
}
