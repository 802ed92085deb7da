package dev.slipway.metrics;

/** Where a scrape gets its text from. */
@FunctionalInterface
public interface MetricsText {

  /**
   * Prometheus text, at most 8 MiB.
   *
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE
   */
  String fetch();
}
