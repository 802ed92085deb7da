package dev.slipway.analysis;

import static dev.slipway.analysis.Requirement.require;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One metric that is compared between the versions.
 *
 * @param name for people, unique in its plan, at most 100 characters
 * @param kind what makes a request bad
 * @param tolerance points, 0 to 1 (0.005 is half a point): an early advance needs proof that the
 *     canary's share of bad requests is not higher by more. A rollback does not use it. For latency
 *     it holds at boundaries that many requests exceed; nearer to the tail it is less
 * @param objective share of bad requests that is acceptable in itself, above 0 and below 1; for
 *     latency it is judged at the slowest boundary
 * @param boundaries seconds, ascending, at most 24, of a latency metric: a request slower than one
 *     is bad at it; empty means {@link #DEFAULT_BOUNDARIES}. Always empty for errors
 * @param weight share of this metric in the combined evidence relative to the others', above 0
 */
public record MetricPlan(
    String name,
    Kind kind,
    double tolerance,
    OptionalDouble objective,
    List<Double> boundaries,
    double weight) {

  /** What is counted. */
  public enum Kind {
    /** A request that failed is bad. */
    ERROR_RATE,
    /** A request that took longer than a boundary is bad, at each boundary for itself. */
    LATENCY
  }

  /** Seconds: 25 ms to 2.5 s, the usual buckets. */
  public static final List<Double> DEFAULT_BOUNDARIES =
      List.of(0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5);

  static final int MOST_BOUNDARIES = 24;
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
        kind == Kind.LATENCY || boundaries.isEmpty(),
        "Metric \"%s\" counts errors and takes no latency boundaries: remove them, or make it a latency metric."
            .formatted(name));
    require(
        boundaries.size() <= MOST_BOUNDARIES && ascending(boundaries),
        "The boundaries of metric \"%s\" must be at most 24 numbers of seconds above 0, each above the one before, but are %s."
            .formatted(name, boundaries));
  }

  /** Failed requests, with a weight of 1 and no objective. */
  public static MetricPlan errors(String name, double tolerance) {
    return new MetricPlan(name, Kind.ERROR_RATE, tolerance, OptionalDouble.empty(), List.of(), 1);
  }

  /** Slow requests at the default boundaries, with a weight of 1 and no objective. */
  public static MetricPlan latency(String name, double tolerance) {
    return new MetricPlan(name, Kind.LATENCY, tolerance, OptionalDouble.empty(), List.of(), 1);
  }

  /** What makes a request bad here: one defect, or one for each boundary. */
  List<Defect> defects() {
    return switch (kind) {
      case ERROR_RATE -> List.of(new Defect.Failed());
      case LATENCY -> boundaries.stream().<Defect>map(Defect.SlowerThan::new).toList();
    };
  }

  private static boolean ascending(List<Double> boundaries) {
    double before = 0;
    for (double boundary : boundaries) {
      if (!(boundary > before) || Double.isInfinite(boundary)) {
        return false;
      }
      before = boundary;
    }
    return true;
  }
}
