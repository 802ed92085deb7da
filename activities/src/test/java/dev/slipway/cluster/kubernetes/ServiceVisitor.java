package dev.slipway.cluster.kubernetes;

import dev.slipway.analysis.MetricPlan;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Answer;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Call;
import dev.slipway.metrics.MetricOrder;
import dev.slipway.metrics.MetricSource;
import dev.slipway.metrics.Observation;
import dev.slipway.metrics.VersionCounters;
import dev.slipway.metrics.VersionCounters.Bucket;
import dev.slipway.traffic.Route;
import java.time.Instant;
import java.util.Optional;

/**
 * Visits a Service inside the cluster through the API server, which deals out its pods, and counts
 * who answered.
 */
public final class ServiceVisitor implements MetricSource {

  private static final int VISITS = 20;

  private final KubernetesConnection connection;
  private final String stableVersion;
  private long stable;
  private long canary;

  /**
   * @param stableVersion in each answer of stable's; any other answer is the canary's
   */
  public ServiceVisitor(KubernetesConnection connection, String stableVersion) {
    this.connection = connection;
    this.stableVersion = stableVersion;
  }

  @Override
  public Observation read(MetricOrder order) {
    Route route = order.route();
    for (int visit = 0; visit < VISITS; visit++) {
      visit(route.namespace(), route.stable());
    }
    return new Observation(Instant.now(), "visitor", of(canary), of(stable));
  }

  /** What a Service's pods answer. */
  public String visit(String namespace, String service) {
    Answer answer =
        connection.exchange(
            Call.get("/api/v1/namespaces/" + namespace + "/services/" + service + ":80/proxy/"));
    String body = connection.successful(answer).body();
    if (body.contains(stableVersion)) {
      stable++;
    } else {
      canary++;
    }
    return body;
  }

  public long canary() {
    return canary;
  }

  private static Optional<VersionCounters> of(long requests) {
    return Optional.of(
        new VersionCounters(
            requests,
            0,
            requests,
            MetricPlan.DEFAULT_BOUNDARIES.stream()
                .map(boundary -> new Bucket(boundary, requests))
                .toList()));
  }
}
