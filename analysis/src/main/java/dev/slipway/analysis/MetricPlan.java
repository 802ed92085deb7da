package dev.slipway.analysis;

import static dev.slipway.analysis.Requirement.require;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One metric that is compared between the versions.
 *
 * @param name for people, unique in its plan, at most 100 characters
 * @param kind what makes a request or an event bad
 * @param tolerance points, 0 to 1 (0.005 is half a point): an early advance needs proof that the
 *     canary's share of bad requests is not higher by more. A rollback does not use it. For a
 *     histogram it holds at boundaries that many requests exceed; nearer to the tail it is less
 * @param objective share of bad requests that is acceptable in itself, above 0 and below 1; for a
 *     histogram it is judged at the last boundary
 * @param boundaries ascending, at most 24, of a latency metric (seconds, above 0) or a histogram
 *     (any unit): a request beyond one is bad at it; empty for latency means {@link
 *     #DEFAULT_BOUNDARIES}. Always empty for errors and counters
 * @param weight share of this metric in the combined evidence relative to the others', above 0
 * @param worse which way is worse; for errors and latency always {@link Worse#HIGHER}
 * @param history what is known before the release
 */
public record MetricPlan(
    String name,
    Kind kind,
    double tolerance,
    OptionalDouble objective,
    List<Double> boundaries,
    double weight,
    Worse worse,
    MetricHistory history) {

  /** What is counted. */
  public enum Kind {
    /** A request that failed is bad. */
    ERROR_RATE,
    /** A request that took longer than a boundary is bad, at each boundary for itself. */
    LATENCY,
    /** Of a custom pair of counters: an event that counts is bad, or one that does not. */
    COUNTERS,
    /** Of a custom histogram: an observation above a boundary is bad, or one that is not. */
    HISTOGRAM;

    boolean hasBoundaries() {
      return switch (this) {
        case LATENCY, HISTOGRAM -> true;
        case ERROR_RATE, COUNTERS -> false;
      };
    }

    /** Whether it is counted in a {@link Tally} of its own. */
    boolean isCustom() {
      return switch (this) {
        case COUNTERS, HISTOGRAM -> true;
        case ERROR_RATE, LATENCY -> false;
      };
    }
  }

  /** Which way a custom metric gets worse. */
  public enum Worse {
    /** More events that count, or larger observations, are worse: failures, queue lengths. */
    HIGHER,
    /** Fewer events that count, or smaller observations, are worse: purchases, basket values. */
    LOWER
  }

  /** Seconds: 25 ms to 2.5 s, the usual buckets. */
  public static final List<Double> DEFAULT_BOUNDARIES =
      List.of(0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5);

  public static final int MOST_BOUNDARIES = 24;
  private static final int LONGEST_NAME = 100;

  public MetricPlan {
    require(
        !name.isBlank() && name.length() <= LONGEST_NAME,
        "A metric needs a name of 1 to 100 characters, but has one of %d."
            .formatted(name.length()));
    require(
        tolerance >= 0 && tolerance <= 1,
        "The tolerance of metric \"%s\" must lie between 0 and 1 (0.005 is half a point), but is %s."
            .formatted(name, tolerance));
    require(
        objective.isEmpty() || (objective.getAsDouble() > 0 && objective.getAsDouble() < 1),
        "The objective of metric \"%s\" must lie between 0 and 1, but is %s."
            .formatted(name, objective));
    require(
        weight > 0 && weight <= 1e6,
        "The weight of metric \"%s\" must be above 0 and at most 1000000, but is %s."
            .formatted(name, weight));
    boundaries =
        kind == Kind.LATENCY && boundaries.isEmpty() ? DEFAULT_BOUNDARIES : List.copyOf(boundaries);
    require(
        kind.hasBoundaries() || boundaries.isEmpty(),
        "Metric \"%s\" counts errors and takes no latency boundaries: remove them, or make it a latency metric."
            .formatted(name));
    require(
        kind != Kind.HISTOGRAM || !boundaries.isEmpty(),
        "Metric \"%s\" is a histogram and needs boundaries: name those of its buckets that matter."
            .formatted(name));
    require(
        worse == Worse.HIGHER || kind.isCustom(),
        "More errors and slower requests are always worse: metric \"%s\" cannot say otherwise."
            .formatted(name));
    require(
        history.bucketShares().isEmpty()
            || (kind.hasBoundaries() && history.bucketShares().size() == boundaries.size() + 1),
        "The history of metric \"%s\" must have a share for each bucket, one more than the %d boundaries, but has %d."
            .formatted(name, boundaries.size(), history.bucketShares().size()));
    require(
        history.peakRate().isEmpty() || (!kind.hasBoundaries() && worse == Worse.HIGHER),
        "Only errors that are usually rare have a low-traffic component: metric \"%s\" has none."
            .formatted(name));
    require(
        boundaries.size() <= MOST_BOUNDARIES && ascending(kind, boundaries),
        "The boundaries of metric \"%s\" must be at most 24 numbers of seconds above 0, each above the one before, but are %s."
            .formatted(name, boundaries));
  }

  /** Of errors or latency, without history. */
  public MetricPlan(
      String name,
      Kind kind,
      double tolerance,
      OptionalDouble objective,
      List<Double> boundaries,
      double weight) {
    this(name, kind, tolerance, objective, boundaries, weight, Worse.HIGHER, MetricHistory.NONE);
  }

  /** Failed requests, with a weight of 1 and no objective. */
  public static MetricPlan errors(String name, double tolerance) {
    return new MetricPlan(name, Kind.ERROR_RATE, tolerance, OptionalDouble.empty(), List.of(), 1);
  }

  /** Slow requests at the default boundaries, with a weight of 1 and no objective. */
  public static MetricPlan latency(String name, double tolerance) {
    return new MetricPlan(name, Kind.LATENCY, tolerance, OptionalDouble.empty(), List.of(), 1);
  }

  /** A custom pair of counters, with a weight of 1 and no objective. */
  public static MetricPlan counters(String name, Worse worse, double tolerance) {
    return new MetricPlan(
        name,
        Kind.COUNTERS,
        tolerance,
        OptionalDouble.empty(),
        List.of(),
        1,
        worse,
        MetricHistory.NONE);
  }

  /** A custom histogram, with a weight of 1 and no objective. */
  public static MetricPlan histogram(
      String name, Worse worse, double tolerance, List<Double> boundaries) {
    return new MetricPlan(
        name,
        Kind.HISTOGRAM,
        tolerance,
        OptionalDouble.empty(),
        boundaries,
        1,
        worse,
        MetricHistory.NONE);
  }

  /** The same with what is known before the release. */
  public MetricPlan withHistory(MetricHistory known) {
    return new MetricPlan(name, kind, tolerance, objective, boundaries, weight, worse, known);
  }

  /** What makes a request bad here: one defect, or one for each boundary. */
  List<Defect> defects() {
    return switch (kind) {
      case ERROR_RATE -> List.of(new Defect.Failed());
      case LATENCY -> boundaries.stream().<Defect>map(Defect.SlowerThan::new).toList();
      case COUNTERS -> List.of(new Defect.Counted(name, worse));
      case HISTOGRAM ->
          boundaries.stream()
              .<Defect>map(boundary -> new Defect.Beyond(name, boundary, worse))
              .toList();
    };
  }

  /** How many numbers its {@link Tally} has; 0 when it is not a custom metric. */
  int tallied() {
    return switch (kind) {
      case ERROR_RATE, LATENCY -> 0;
      case COUNTERS -> 1;
      case HISTOGRAM -> boundaries.size();
    };
  }

  private static boolean ascending(Kind kind, List<Double> boundaries) {
    double before = kind == Kind.LATENCY ? 0 : Double.NEGATIVE_INFINITY;
    for (double boundary : boundaries) {
      if (!(boundary > before) || Double.isInfinite(boundary)) {
        return false;
      }
      before = boundary;
    }
    return true;
  }
}
