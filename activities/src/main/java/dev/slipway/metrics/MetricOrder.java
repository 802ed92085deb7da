package dev.slipway.metrics;

import dev.slipway.cluster.Target;
import dev.slipway.delivery.Baseline;
import dev.slipway.delivery.MetricRule;
import dev.slipway.traffic.Route;
import java.util.List;
import java.util.Optional;

/**
 * What is to be counted.
 *
 * @param target whose versions they are
 * @param route by which traffic is shared between them
 * @param metrics what will be compared
 */
public record MetricOrder(Target target, Route route, List<MetricRule> metrics) {

  public MetricOrder {
    metrics = List.copyOf(metrics);
  }

  /**
   * The same of stable itself, where a fresh baseline is compared, which has no traffic at first.
   */
  public MetricOrder ofStable() {
    return new MetricOrder(target, route.withBaseline(Baseline.STABLE), metrics);
  }

  /**
   * Which metric cannot be told of stable; empty when all can. What stable does not have, the
   * canary cannot be compared with.
   */
  public Optional<String> missing(Observation observation) {
    if (observation.incomplete().isPresent() || metrics.isEmpty()) {
      return observation.incomplete();
    }
    if (observation.stable().isEmpty()) {
      return Optional.of(
          "nobody has counted a request of stable: is there traffic, and are its metrics where"
              + " platform.yaml says?");
    }
    VersionCounters stable = observation.stable().get();
    return metrics.stream().flatMap(metric -> missing(metric, stable).stream()).findFirst();
  }

  private static Optional<String> missing(MetricRule metric, VersionCounters stable) {
    return switch (metric.kind()) {
      case ERROR_RATE -> Optional.empty();
      case LATENCY ->
          metric.judgedBoundaries().stream()
              .filter(boundary -> stable.slowerThan(boundary).isEmpty())
              .findFirst()
              .map(
                  boundary ->
                      "metric "
                          + metric.name()
                          + ": requests of stable are not timed at "
                          + boundary
                          + " s; add this bucket to the histogram, or name those that there are in"
                          + " 'boundaries'");
      case COUNTERS, HISTOGRAM ->
          stable.custom().containsKey(metric.name())
              ? Optional.empty()
              : Optional.of(uncounted(metric.name()));
    };
  }

  /** The sentence about a custom metric that the source does not know of. */
  public static String uncounted(String metric) {
    return "metric "
        + metric
        + " is counted nowhere: its queries need a Prometheus or a scrape, named in 'metrics' of"
        + " platform.yaml";
  }

  /** Whether a metric of this kind will be compared. */
  boolean has(MetricRule.Kind kind) {
    return metrics.stream().anyMatch(metric -> metric.kind() == kind);
  }

  /** Seconds at which requests have to be timed, ascending. */
  List<Double> boundaries() {
    return metrics.stream()
        .filter(metric -> metric.kind() == MetricRule.Kind.LATENCY)
        .flatMap(metric -> metric.judgedBoundaries().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** The metrics of the service's own. */
  List<MetricRule> custom() {
    return metrics.stream().filter(metric -> metric.kind().isCustom()).toList();
  }
}
