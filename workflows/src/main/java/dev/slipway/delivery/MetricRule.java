package dev.slipway.delivery;

import dev.slipway.analysis.MetricPlan;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * @param name unique in the environment
 * @param tolerance points, 0 to 1 (0.005 is 0.5 points): an early advance needs proof that the
 *     canary is not worse by more
 * @param objective share of bad requests that is acceptable in itself, 0 to 1
 * @param boundaries seconds, ascending, for latency: a request slower than one is bad at it; empty:
 *     the default ones
 * @param worse which way a custom metric gets worse; higher for errors and latency
 * @param counters what a metric of kind counters counts; there for that kind alone
 * @param histogram what a metric of kind histogram counts; there for that kind alone
 * @param weight share of this metric in the evidence, relative to the others'; 1 by default, and
 *     where an older worker did not write it
 */
public record MetricRule(
    String name,
    Kind kind,
    double tolerance,
    Optional<Double> objective,
    List<Double> boundaries,
    Worse worse,
    Optional<EventCounters> counters,
    Optional<EventHistogram> histogram,
    int weight) {

  public MetricRule(
      String name,
      Kind kind,
      double tolerance,
      Optional<Double> objective,
      List<Double> boundaries,
      @Nullable Worse worse,
      Optional<EventCounters> counters,
      Optional<EventHistogram> histogram,
      int weight) {
    this.name = name;
    this.kind = kind;
    this.tolerance = tolerance;
    this.objective = objective;
    this.boundaries = List.copyOf(boundaries);
    this.worse = worse == null ? Worse.HIGHER : worse;
    this.counters = counters;
    this.histogram = histogram;
    this.weight = weight == 0 ? 1 : weight;
  }

  /** One that every service has. */
  public MetricRule(
      String name,
      Kind kind,
      double tolerance,
      Optional<Double> objective,
      List<Double> boundaries) {
    this(
        name,
        kind,
        tolerance,
        objective,
        boundaries,
        Worse.HIGHER,
        Optional.empty(),
        Optional.empty(),
        1);
  }

  /** The same metric, judged at other boundaries. */
  public MetricRule withBoundaries(List<Double> others) {
    return new MetricRule(
        name, kind, tolerance, objective, others, worse, counters, histogram, weight);
  }

  /**
   * Two counters of the service's own, as queries for one version.
   *
   * @param total all events
   * @param counted those of them that count: bad ones where higher is worse, good ones where lower
   */
  public record EventCounters(String total, String counted) {}

  /**
   * A histogram of the service's own.
   *
   * @param buckets query for its buckets in one version
   * @param bounds those of its upper bounds that matter, in its own unit, ascending
   */
  public record EventHistogram(String buckets, List<Double> bounds) {

    public EventHistogram {
      bounds = List.copyOf(bounds);
    }
  }

  /** Which way a metric gets worse. */
  public enum Worse {
    /** More events that count, larger observations. */
    HIGHER,
    /** Fewer events that count, smaller observations. */
    LOWER
  }

  /** What is counted. */
  public enum Kind {
    /** Requests that the service answered with a failure of its own. */
    ERROR_RATE(0.005, false),
    /** Requests slower than a boundary. */
    LATENCY(0.05, false),
    /** Events of two counters of the service's own. */
    COUNTERS(0.01, true),
    /** Observations of a histogram of the service's own. */
    HISTOGRAM(0.05, true);

    private final double defaultTolerance;
    private final boolean custom;

    Kind(double defaultTolerance, boolean custom) {
      this.defaultTolerance = defaultTolerance;
      this.custom = custom;
    }

    /** What holds where a metric says nothing: 0.5 points of errors, 5 points of slow requests. */
    public double defaultTolerance() {
      return defaultTolerance;
    }

    /** Whether the service says itself what is counted. */
    public boolean isCustom() {
      return custom;
    }
  }

  /** At which requests are slow: the analysis's own boundaries of latency where none are named. */
  public List<Double> judgedBoundaries() {
    return kind == Kind.LATENCY && boundaries.isEmpty()
        ? MetricPlan.DEFAULT_BOUNDARIES
        : boundaries;
  }
}
