package dev.slipway.rollout;

import dev.slipway.analysis.AnalysisReport;
import dev.slipway.analysis.MetricReport;
import dev.slipway.analysis.statistics.Interval;
import dev.slipway.rollout.MetricReading.Estimate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an analysis says, as workflows and people take it. */
final class Readings {

  private Readings() {}

  /**
   * @param pods what is to be said of single pods: it is said first, as it explains the rest
   */
  static AnalysisReading of(AnalysisReport report, List<String> pods) {
    return new AnalysisReading(
        report.verdict(),
        report.evidence(),
        report.bound(),
        report.proven(),
        report.metrics().stream().map(Readings::of).toList(),
        Stream.concat(pods.stream(), Stream.of(report.sentence()))
            .collect(Collectors.joining("; ")),
        pods);
  }

  private static MetricReading of(MetricReport metric) {
    return new MetricReading(
        metric.name(),
        metric.canaryRate(),
        metric.stableRate(),
        metric.canaryRequests(),
        metric.stableRequests(),
        metric.evidence(),
        metric.sentence(),
        metric.verdict(),
        estimate(metric.oddsRatio()),
        estimate(metric.difference()),
        metric.neededRequests().isPresent() ? metric.neededRequests().getAsLong() : null);
  }

  private static @Nullable Estimate estimate(Optional<Interval> interval) {
    return interval
        .map(
            known ->
                new Estimate(known.low(), Double.isInfinite(known.high()) ? null : known.high()))
        .orElse(null);
  }
}
