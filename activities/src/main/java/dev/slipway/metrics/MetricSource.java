package dev.slipway.metrics;

/** Counts what both versions of a service have answered. */
public interface MetricSource {

  /**
   * The counters of both versions, read at one instant from one vantage point.
   *
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE when the source does not answer;
   *     LIMIT_EXCEEDED or UNREACHABLE when its answer cannot be read. Never zero instead.
   */
  Observation read(MetricOrder order);
}
