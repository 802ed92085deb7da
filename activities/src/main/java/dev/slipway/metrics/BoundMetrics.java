package dev.slipway.metrics;

import dev.slipway.cluster.Target;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.platform.ClusterBinding;
import dev.slipway.platform.EnvironmentBinding;
import dev.slipway.platform.MetricsBinding;
import dev.slipway.platform.Platform;
import dev.slipway.platform.PrometheusBinding;
import dev.slipway.temporal.FailureType;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Reads from where the platform file says now: of the environment, else of its cluster, else from
 * the cluster's gateway.
 */
public final class BoundMetrics implements MetricSource {

  private final Supplier<Platform> platform;
  private final MetricSource gateway;
  private final PodTexts pods;
  private final Clock clock;
  private final Map<PrometheusBinding, PrometheusHttp> servers = new ConcurrentHashMap<>();

  /**
   * @param platform as it is now
   * @param gateway where nothing else is said
   * @param pods of the cluster
   */
  public BoundMetrics(
      Supplier<Platform> platform, MetricSource gateway, PodTexts pods, Clock clock) {
    this.platform = platform;
    this.gateway = gateway;
    this.pods = pods;
    this.clock = clock;
  }

  @Override
  public Observation read(MetricOrder order) {
    Platform now = platform.get();
    return binding(now, order.target())
        .map(binding -> source(now, binding))
        .orElse(gateway)
        .read(order);
  }

  private static Optional<MetricsBinding> binding(Platform now, Target target) {
    EnvironmentKey key = target.key();
    return now.binding(key.service())
        .flatMap(service -> service.environment(key.environment()))
        .flatMap(EnvironmentBinding::metrics)
        .or(() -> now.cluster(target.cluster()).flatMap(ClusterBinding::metrics));
  }

  private MetricSource source(Platform now, MetricsBinding binding) {
    return binding
        .scrape()
        .<MetricSource>map(scrape -> new InstanceScrape(pods, scrape, binding.standard(), clock))
        .orElseGet(
            () ->
                new PrometheusMetrics(
                    server(now, binding.prometheus().orElseThrow()), binding.standard(), clock));
  }

  private PrometheusHttp server(Platform now, String name) {
    PrometheusBinding binding =
        now.prometheus().stream()
            .filter(server -> server.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    FailureType.MISCONFIGURED.retryable(
                        "the platform file names no Prometheus " + name));
    return servers.computeIfAbsent(binding, PrometheusHttp::new);
  }
}
