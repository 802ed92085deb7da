package dev.slipway.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.analysis.MetricPlan;
import dev.slipway.cluster.FakePulse;
import dev.slipway.cluster.MemoryCluster;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.delivery.Baseline;
import dev.slipway.metrics.MetricOrder;
import dev.slipway.metrics.MetricSource;
import dev.slipway.metrics.Observation;
import dev.slipway.metrics.PodCounters;
import dev.slipway.metrics.VersionCounters;
import dev.slipway.metrics.VersionCounters.Bucket;
import dev.slipway.temporal.FailureType;
import dev.slipway.traffic.Route;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Steady traffic that follows the weights of a cluster in memory, counted exactly. */
final class CountingGateway implements MetricSource {

  private static final int PODS = 4;

  private final FakePulse pulse;
  private final MemoryCluster cluster;
  private final Map<String, Double> requests = new HashMap<>();
  private final Map<String, Double> errors = new HashMap<>();
  private final Map<String, Double> errorRate = new HashMap<>();
  private double perSecond = 200;
  private int run = 1;
  private boolean silent;
  private OptionalDouble stuckAt = OptionalDouble.empty();
  private boolean untimed;
  private Optional<String> lone = Optional.empty();
  private Optional<Long> replacedAt = Optional.empty();

  CountingGateway(FakePulse pulse, MemoryCluster cluster) {
    this.pulse = pulse;
    this.cluster = cluster;
    pulse.whilePassing(this::flow);
  }

  void traffic(double requestsPerSecond) {
    perSecond = requestsPerSecond;
  }

  void fail(String backend, double share) {
    errorRate.put(backend, share);
  }

  /** One of four pods of a backend fails this share of its requests, and is told of apart. */
  void failOnePod(String backend, double share) {
    lone = Optional.of(backend);
    errorRate.put(backend, share / PODS);
  }

  /** The pod that failed is replaced by one that does not; what it has counted is kept. */
  void replaceThePod() {
    if (replacedAt.isEmpty()) {
      replacedAt = lone.map(backend -> (long) served(backend) / PODS);
      lone.ifPresent(errorRate::remove);
    }
  }

  /** It takes every weight and says so, but gives the canary this share of the traffic, 0 to 1. */
  void stickTo(double canary) {
    stuckAt = OptionalDouble.of(canary);
  }

  /** The gateway is restarted: it counts from zero. */
  void restart() {
    run++;
    requests.clear();
    errors.clear();
  }

  /** Requests are not timed any more. */
  void forgetBoundaries() {
    untimed = true;
  }

  /** Requests are timed again. */
  void recallBoundaries() {
    untimed = false;
  }

  /** The metrics cannot be read any more. */
  void fallSilent() {
    silent = true;
  }

  double served(String backend) {
    return requests.getOrDefault(backend, 0.0);
  }

  private void flow(Duration time) {
    if (!cluster.ids().contains("HTTPRoute/shop")) {
      flowByPods(time);
      return;
    }
    cluster.look();
    JsonNode backends = cluster.live("HTTPRoute/shop").json().at("/spec/rules/0/backendRefs");
    double all = 0;
    for (JsonNode backend : backends) {
      all += backend.path("weight").asInt(1);
    }
    for (JsonNode backend : backends) {
      String name = backend.path("name").asText();
      double part = backend.path("weight").asInt(1) / all;
      if (stuckAt.isPresent() && backends.size() > 1) {
        double canary = stuckAt.getAsDouble();
        part = name.endsWith("-canary") ? canary : 1 - canary;
      }
      count(name, perSecond * time.toNanos() / 1e9 * part);
    }
  }

  /** Clients come to the Service: each ready pod gets as much. */
  private void flowByPods(Duration time) {
    double stable = ready("shop");
    double canary = ready("shop-canary");
    if (stable + canary > 0) {
      double all = perSecond * time.toNanos() / 1e9 / (stable + canary);
      count("shop", all * stable);
      count("shop-canary", all * canary);
    }
  }

  private int ready(String deployment) {
    return cluster.condition("shops", deployment).map(WorkloadCondition::ready).orElse(0);
  }

  private void count(String name, double share) {
    requests.merge(name, share, Double::sum);
    errors.merge(name, share * errorRate.getOrDefault(name, 0.0), Double::sum);
  }

  @Override
  public Observation read(MetricOrder order) {
    Route route = order.route();
    if (silent) {
      throw FailureType.UNREACHABLE.retryable("the gateway does not answer");
    }
    return new Observation(
        pulse.now(),
        "run " + run,
        of(route.canary()),
        of(route.compared()),
        null,
        Optional.empty(),
        lone.isEmpty() ? null : new PodCounters(pods(route.canary()), pods(route.compared())),
        route.baseline() == Baseline.STABLE ? null : (long) served(route.stable()));
  }

  /** All errors are the first pod's, as long as it is there. */
  private Map<String, VersionCounters> pods(String backend) {
    long served = (long) served(backend);
    if (served == 0) {
      return Map.of();
    }
    long failed = errors.getOrDefault(backend, 0.0).longValue();
    Map<String, VersionCounters> pods = new HashMap<>();
    for (int pod = 0; pod < PODS; pod++) {
      pods.put(backend + "-" + pod, counters(served / PODS, 0));
    }
    if (lone.filter(backend::equals).isPresent()) {
      long first = replacedAt.orElse(served / PODS);
      pods.put(backend + "-0", counters(first, failed));
      replacedAt.ifPresent(
          before -> pods.put(backend + "-new", counters(served / PODS - before, 0)));
    }
    return pods;
  }

  private Optional<VersionCounters> of(String backend) {
    long served = (long) served(backend);
    return served == 0
        ? Optional.empty()
        : Optional.of(counters(served, errors.getOrDefault(backend, 0.0).longValue()));
  }

  private VersionCounters counters(long served, long failed) {
    return new VersionCounters(
        served,
        failed,
        served,
        (untimed ? List.<Double>of() : MetricPlan.DEFAULT_BOUNDARIES)
            .stream()
                .map(
                    boundary ->
                        new Bucket(boundary, boundary < 0.1 ? served - served / 50 : served))
                .toList());
  }
}
