package dev.slipway.metrics;

import dev.slipway.delivery.Baseline;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.metrics.PodTexts.VersionPods;
import dev.slipway.traffic.Route;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One of the two that are compared. */
enum Version {
  CANARY("the canary"),

  /** What the canary is compared with: stable itself, or a fresh baseline. */
  STABLE("stable");

  private final String words;

  Version(String words) {
    this.words = words;
  }

  /** For messages. */
  String words() {
    return words;
  }

  /** Where its pods are found. */
  VersionPods pods(MetricOrder order) {
    String workload = order.target().workload();
    return order
        .route()
        .rollout()
        .map(versions -> this == CANARY ? versions.canary() : versions.stable())
        .map(hash -> new VersionPods(workload, Optional.of(hash)))
        .orElseGet(() -> new VersionPods(workload + suffix(order.route()), Optional.empty()));
  }

  private String suffix(Route route) {
    return switch (this) {
      case CANARY -> RolloutPlan.CANARY_SUFFIX;
      case STABLE -> route.baseline().suffix();
    };
  }

  /** What stands in the places of a query for it. */
  Map<Placeholder, String> values(MetricOrder order) {
    Route route = order.route();
    VersionPods pods = pods(order);
    String deployment = pods.workload();
    Map<Placeholder, String> values = new EnumMap<>(Placeholder.class);
    values.put(Placeholder.NAMESPACE, order.target().namespace());
    values.put(Placeholder.ENVIRONMENT, order.target().key().environment());
    values.put(Placeholder.BACKEND, this == CANARY ? route.canary() : route.compared());
    values.put(Placeholder.DEPLOYMENT, deployment);
    values.put(Placeholder.PODS, PodNames.pattern(deployment, pods.rolloutHash()));
    boolean fresh = this == STABLE && route.baseline() == Baseline.FRESH;
    values.put(Placeholder.VERSION, fresh ? "baseline" : name().toLowerCase(Locale.ROOT));
    return values;
  }
}
