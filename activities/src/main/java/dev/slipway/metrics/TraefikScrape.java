package dev.slipway.metrics;

import dev.slipway.metrics.VersionCounters.Bucket;
import dev.slipway.traffic.Route;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads Traefik's own counters by Service, summed over its instances: {@code
 * traefik_service_requests_total} by exact code, and {@code
 * traefik_service_request_duration_seconds}. Needs {@code
 * --metrics.prometheus.addserviceslabels=true}, and the analysis's boundaries among its buckets.
 *
 * <p>Traefik counts by Service and port, whether the Gateway API or its own kinds lead to it, not
 * by route: another route to the same Service is counted with it.
 */
public final class TraefikScrape implements MetricSource {

  private static final String REQUESTS = "traefik_service_requests_total";
  private static final String BUCKET = "traefik_service_request_duration_seconds_bucket";
  private static final String TIMED = "traefik_service_request_duration_seconds_count";
  private static final String STARTED = "process_start_time_seconds";
  private static final Set<String> SERIES = Set.of(REQUESTS, BUCKET, TIMED, STARTED);

  private final InstancesText instances;
  private final Clock clock;

  public TraefikScrape(InstancesText instances, Clock clock) {
    this.instances = instances;
    this.clock = clock;
  }

  @Override
  public Observation read(MetricOrder order) {
    Route route = order.route();
    Instant at = clock.instant();
    Map<String, String> runs = new TreeMap<>();
    List<Sample> samples = new ArrayList<>();
    instances
        .fetch()
        .forEach(
            (instance, text) -> {
              List<Sample> of = PrometheusText.parse(text, SERIES);
              runs.put(instance, startOf(of));
              samples.addAll(of);
            });
    return new Observation(
        at,
        runs.toString(),
        of(samples, route.namespace(), route.canary()),
        of(samples, route.namespace(), route.compared()),
        null,
        Optional.empty(),
        null,
        Observation.aside(route, () -> of(samples, route.namespace(), route.stable())));
  }

  private static String startOf(List<Sample> samples) {
    return samples.stream()
        .filter(sample -> sample.name().equals(STARTED))
        .map(sample -> String.valueOf(sample.value()))
        .findFirst()
        .orElse("unknown");
  }

  /**
   * Empty without a request counter. With one, a missing 5xx series means no errors: counters are
   * per code, and a code that never was answered has none.
   */
  private static Optional<VersionCounters> of(List<Sample> all, String namespace, String service) {
    Pattern label =
        Pattern.compile(
            Pattern.quote(namespace + "-" + service)
                + "-(http-[0-9]+@kubernetesgateway|[a-z0-9]+@kubernetescrd)");
    long requests = 0;
    long errors = 0;
    long timed = 0;
    boolean counted = false;
    TreeMap<Double, Long> buckets = new TreeMap<>();
    for (Sample sample : all) {
      if (!Double.isFinite(sample.value()) || !label.matcher(sample.label("service")).matches()) {
        continue;
      }
      long value = Math.round(sample.value());
      switch (sample.name()) {
        case REQUESTS -> {
          counted = true;
          requests += value;
          errors += sample.label("code").startsWith("5") ? value : 0;
        }
        case TIMED -> timed += value;
        case BUCKET -> {
          if (!sample.label("le").equals("+Inf")) {
            buckets.merge(sample.number("le"), value, Long::sum);
          }
        }
        default -> {}
      }
    }
    return counted
        ? Optional.of(
            new VersionCounters(
                requests,
                errors,
                timed,
                buckets.entrySet().stream()
                    .map(bucket -> new Bucket(bucket.getKey(), bucket.getValue()))
                    .toList()))
        : Optional.empty();
  }
}
