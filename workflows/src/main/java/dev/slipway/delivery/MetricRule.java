package dev.slipway.delivery;

import java.util.List;
import java.util.Optional;

/**
 * @param name unique in the environment
 * @param tolerance points, 0 to 1 (0.005 is 0.5 points): an early advance needs proof that the
 *     canary is not worse by more
 * @param objective share of bad requests that is acceptable in itself, 0 to 1
 * @param boundaries seconds, ascending, for latency: a request slower than one is bad at it; empty:
 *     the default ones
 */
public record MetricRule(
    String name, Kind kind, double tolerance, Optional<Double> objective, List<Double> boundaries) {

  public MetricRule {
    boundaries = List.copyOf(boundaries);
  }

  /** What is counted. */
  public enum Kind {
    /** Requests that the service answered with a failure of its own. */
    ERROR_RATE(0.005),
    /** Requests slower than a boundary. */
    LATENCY(0.05);

    private final double defaultTolerance;

    Kind(double defaultTolerance) {
      this.defaultTolerance = defaultTolerance;
    }

    /** What holds where a metric says nothing: 0.5 points of errors, 5 points of slow requests. */
    public double defaultTolerance() {
      return defaultTolerance;
    }
  }
}
