package dev.slipway.metrics;

import dev.slipway.metrics.VersionCounters.Bucket;
import dev.slipway.traffic.Route;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a gateway's own counters: {@code gateway_requests_total} by exact code and {@code
 * gateway_request_duration_seconds} by backend. One scrape holds both versions, counted at the same
 * place up to the same instant.
 */
public final class GatewayScrape implements MetricSource {

  private static final String REQUESTS = "gateway_requests_total";
  private static final String BUCKET = "gateway_request_duration_seconds_bucket";
  private static final String TIMED = "gateway_request_duration_seconds_count";
  private static final String STARTED = "gateway_start_time_seconds";

  private final MetricsText text;
  private final Clock clock;

  public GatewayScrape(MetricsText text, Clock clock) {
    this.text = text;
    this.clock = clock;
  }

  @Override
  public Observation read(MetricOrder order) {
    Route route = order.route();
    Instant at = clock.instant();
    List<Sample> samples =
        PrometheusText.parse(text.fetch(), Set.of(REQUESTS, BUCKET, TIMED, STARTED));
    String counter =
        samples.stream()
            .filter(sample -> sample.name().equals(STARTED))
            .map(sample -> String.valueOf(sample.value()))
            .findFirst()
            .orElse("unknown");
    return new Observation(
        at, counter, of(samples, route, route.canary()), of(samples, route, route.stable()));
  }

  /**
   * Empty without a request counter. With one, a missing 5xx series means no errors: counters are
   * per code, and a code that never was answered has none.
   */
  private static Optional<VersionCounters> of(List<Sample> all, Route route, String backend) {
    List<Sample> own =
        all.stream()
            .filter(
                sample ->
                    sample.label("namespace").equals(route.namespace())
                        && sample.label("route").equals(route.name())
                        && sample.label("backend").equals(backend)
                        && Double.isFinite(sample.value()))
            .toList();
    List<Sample> requests = own.stream().filter(s -> s.name().equals(REQUESTS)).toList();
    if (requests.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new VersionCounters(
            sum(requests),
            sum(requests.stream().filter(s -> s.label("code").startsWith("5")).toList()),
            sum(own.stream().filter(s -> s.name().equals(TIMED)).toList()),
            own.stream()
                .filter(s -> s.name().equals(BUCKET) && !s.label("le").equals("+Inf"))
                .map(s -> new Bucket(s.number("le"), Math.round(s.value())))
                .sorted(Comparator.comparingDouble(Bucket::upTo))
                .toList()));
  }

  private static long sum(List<Sample> samples) {
    return Math.round(samples.stream().mapToDouble(Sample::value).sum());
  }
}
