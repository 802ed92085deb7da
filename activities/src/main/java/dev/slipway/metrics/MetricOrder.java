package dev.slipway.metrics;

import dev.slipway.analysis.MetricPlan;
import dev.slipway.cluster.Target;
import dev.slipway.delivery.MetricRule;
import dev.slipway.traffic.Route;
import java.util.List;

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
        .flatMap(
            metric ->
                (metric.boundaries().isEmpty()
                        ? MetricPlan.DEFAULT_BOUNDARIES
                        : metric.boundaries())
                    .stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** The metrics of the service's own. */
  List<MetricRule> custom() {
    return metrics.stream().filter(metric -> metric.kind().isCustom()).toList();
  }
}
