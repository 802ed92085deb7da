package dev.slipway.metrics;

import dev.slipway.traffic.Route;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** One of the two that are compared. */
enum Version {
  CANARY("the canary"),
  STABLE("stable");

  private final String words;

  Version(String words) {
    this.words = words;
  }

  /** For messages. */
  String words() {
    return words;
  }

  /** What stands in the places of a query for it. */
  Map<Placeholder, String> values(MetricOrder order) {
    Route route = order.route();
    String workload = order.target().workload();
    String deployment = this == CANARY ? workload + "-canary" : workload;
    Map<Placeholder, String> values = new EnumMap<>(Placeholder.class);
    values.put(Placeholder.NAMESPACE, order.target().namespace());
    values.put(Placeholder.ENVIRONMENT, order.target().key().environment());
    values.put(Placeholder.BACKEND, this == CANARY ? route.canary() : route.stable());
    values.put(Placeholder.DEPLOYMENT, deployment);
    // A ReplicaSet's hash, and five characters of the pod's own: the canary's have one part more.
    values.put(Placeholder.PODS, deployment + "-[a-z0-9]{1,10}-[a-z0-9]{5}");
    values.put(Placeholder.VERSION, name().toLowerCase(Locale.ROOT));
    return values;
  }
}
