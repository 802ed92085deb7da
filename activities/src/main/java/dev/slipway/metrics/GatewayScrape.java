package dev.slipway.metrics;

import dev.slipway.metrics.VersionCounters.Bucket;
import dev.slipway.traffic.Route;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a gateway's own counters: {@code gateway_requests_total} by exact code and {@code
 * gateway_request_duration_seconds} by backend. One scrape holds both versions, counted at the same
 * place up to the same instant; and the same pod by pod, as {@code gateway_pod_}.
 */
public final class GatewayScrape implements MetricSource {

  private static final String STARTED = "gateway_start_time_seconds";

  /** The names of one family of counters. */
  private record Family(String requests, String bucket, String timed) {

    static final Family OF_BACKENDS = of("gateway_");
    static final Family OF_PODS = of("gateway_pod_");

    private static Family of(String prefix) {
      return new Family(
          prefix + "requests_total",
          prefix + "request_duration_seconds_bucket",
          prefix + "request_duration_seconds_count");
    }

    Set<String> names() {
      return Set.of(requests, bucket, timed);
    }
  }

  private static final Set<String> WANTED =
      Stream.of(Family.OF_BACKENDS.names(), Family.OF_PODS.names(), Set.of(STARTED))
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

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
    List<Sample> samples = PrometheusText.parse(text.fetch(), WANTED);
    String counter =
        samples.stream()
            .filter(sample -> sample.name().equals(STARTED))
            .map(sample -> String.valueOf(sample.value()))
            .findFirst()
            .orElse("unknown");
    return new Observation(
        at,
        counter,
        of(samples, route, route.canary()),
        of(samples, route, route.compared()),
        null,
        Optional.empty(),
        new PodCounters(
            byPod(samples, route, route.canary()), byPod(samples, route, route.compared())),
        Observation.aside(route, () -> of(samples, route, route.stable())));
  }

  /** Empty without a request counter. */
  private static Optional<VersionCounters> of(List<Sample> all, Route route, String backend) {
    return counters(own(all, route, backend), Family.OF_BACKENDS);
  }

  private static Map<String, VersionCounters> byPod(List<Sample> all, Route route, String backend) {
    Map<String, VersionCounters> pods = new TreeMap<>();
    own(all, route, backend).stream()
        .filter(sample -> Family.OF_PODS.names().contains(sample.name()))
        .collect(Collectors.groupingBy(sample -> sample.label("pod")))
        .forEach(
            (pod, samples) ->
                counters(samples, Family.OF_PODS).ifPresent(counted -> pods.put(pod, counted)));
    return pods;
  }

  private static List<Sample> own(List<Sample> all, Route route, String backend) {
    return all.stream()
        .filter(
            sample ->
                sample.label("namespace").equals(route.namespace())
                    && sample.label("route").equals(route.name())
                    && sample.label("backend").equals(backend)
                    && Double.isFinite(sample.value()))
        .toList();
  }

  /**
   * Empty without a request counter. With one, a missing 5xx series means no errors: counters are
   * per code, and a code that never was answered has none.
   */
  private static Optional<VersionCounters> counters(List<Sample> own, Family family) {
    List<Sample> requests = own.stream().filter(s -> s.name().equals(family.requests())).toList();
    if (requests.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new VersionCounters(
            sum(requests),
            sum(requests.stream().filter(s -> s.label("code").startsWith("5")).toList()),
            sum(own.stream().filter(s -> s.name().equals(family.timed())).toList()),
            own.stream()
                .filter(s -> s.name().equals(family.bucket()) && !s.label("le").equals("+Inf"))
                .map(s -> new Bucket(s.number("le"), Math.round(s.value())))
                .sorted(Comparator.comparingDouble(Bucket::upTo))
                .toList()));
  }

  private static long sum(List<Sample> samples) {
    return Math.round(samples.stream().mapToDouble(Sample::value).sum());
  }
}
