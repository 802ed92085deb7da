package dev.slipway.metrics;

import dev.slipway.cluster.Target;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.MetricRule;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.gitops.ConfigPath;
import dev.slipway.traffic.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What may be asked of a source. */
final class Orders {

  private Orders() {}

  /** Errors and latency at the usual boundaries. */
  static MetricOrder on(Route route) {
    return new MetricOrder(
        new Target(
            new EnvironmentKey("production", "shop"),
            "eu-1",
            route.namespace(),
            new ConfigPath("config.git", "main", "shop"),
            "shop",
            route.name()),
        route,
        AnalysisRules.DEFAULT.metrics());
  }

  /** Errors and latency at one boundary, 0.1 s. */
  static MetricOrder small() {
    return with(List.of());
  }

  /** The same, and metrics of the service's own. */
  static MetricOrder with(List<MetricRule> own) {
    MetricOrder order = on(new Route("shops", "shop", "shop", "shop-canary"));
    List<MetricRule> metrics = new ArrayList<>();
    metrics.add(
        new MetricRule("errors", MetricRule.Kind.ERROR_RATE, 0.005, Optional.empty(), List.of()));
    metrics.add(
        new MetricRule("latency", MetricRule.Kind.LATENCY, 0.05, Optional.empty(), List.of(0.1)));
    metrics.addAll(own);
    return new MetricOrder(order.target(), order.route(), metrics);
  }

  /** A metric of two counters. */
  static MetricRule counters(String name, String total, String counted) {
    return new MetricRule(
        name,
        MetricRule.Kind.COUNTERS,
        0.01,
        Optional.empty(),
        List.of(),
        MetricRule.Worse.HIGHER,
        Optional.of(new MetricRule.EventCounters(total, counted)),
        Optional.empty(),
        1);
  }

  /** A metric of a histogram. */
  static MetricRule histogram(String name, String buckets, List<Double> bounds) {
    return new MetricRule(
        name,
        MetricRule.Kind.HISTOGRAM,
        0.05,
        Optional.empty(),
        List.of(),
        MetricRule.Worse.LOWER,
        Optional.empty(),
        Optional.of(new MetricRule.EventHistogram(buckets, bounds)),
        1);
  }
}
