package dev.slipway.localcluster.gateway;

import dev.slipway.localcluster.gateway.RoutingTable.Rule;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the gateway saw, per route and backend, as Prometheus text. Counters begin at zero with the
 * process; {@code gateway_start_time_seconds} tells when that was. The series of one backend are
 * consistent with each other: a request is in all of them or in none.
 */
public final class GatewayMetrics {

  /**
   * Upper boundaries of the latency histogram, seconds; the last one, +Inf, goes without saying.
   */
  private static final double[] BOUNDARIES = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  private static final String[] LABELS = {
    "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "+Inf"
  };

  private final double startSeconds;
  private final Map<Key, Series> series = new ConcurrentHashMap<>();

  private record Key(String namespace, String route, String backend) {
    String labels() {
      return "namespace=\"%s\",route=\"%s\",backend=\"%s\"".formatted(namespace, route, backend);
    }
  }

  private static final class Series {
    private final ReentrantLock lock = new ReentrantLock();
    private final SortedMap<Integer, Long> codes = new TreeMap<>();
    private final long[] buckets = new long[LABELS.length];
    private double sum;
  }

  GatewayMetrics(double startSeconds) {
    this.startSeconds = startSeconds;
  }

  /**
   * Counts a request.
   *
   * @param backend empty when the rule has no backend with a weight
   * @param code as the client got it, or should have: 502 for a response that broke off, 499 when
   *     the client left before it had its response
   */
  void record(Rule rule, Optional<String> backend, int code, long nanos) {
    Key key = new Key(rule.namespace(), rule.route(), backend.orElse(""));
    double seconds = nanos / 1e9;
    int bucket = 0;
    while (bucket < BOUNDARIES.length && seconds > BOUNDARIES[bucket]) {
      bucket++;
    }
    Series counted = series.computeIfAbsent(key, unused -> new Series());
    counted.lock.lock();
    try {
      counted.codes.merge(code, 1L, Long::sum);
      counted.buckets[bucket]++;
      counted.sum += seconds;
    } finally {
      counted.lock.unlock();
    }
  }

  /** In the text format of Prometheus, 0.0.4. */
  public String text() {
    StringBuilder requests = new StringBuilder();
    StringBuilder durations = new StringBuilder();
    series.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(Key::labels)))
        .forEach(entry -> write(entry.getKey(), entry.getValue(), requests, durations));
    return """
        # HELP gateway_start_time_seconds Unix time at which the counters began at zero.
        # TYPE gateway_start_time_seconds gauge
        gateway_start_time_seconds %.3f
        # HELP gateway_requests_total Requests by the backend that was chosen and the status of the answer.
        # TYPE gateway_requests_total counter
        %s# HELP gateway_request_duration_seconds Time from the request's head to the end of the answer.
        # TYPE gateway_request_duration_seconds histogram
        %s"""
        .formatted(startSeconds, requests, durations);
  }

  private static void write(
      Key key, Series counted, StringBuilder requests, StringBuilder durations) {
    String labels = key.labels();
    counted.lock.lock();
    try {
      counted.codes.forEach(
          (code, count) ->
              requests.append(
                  "gateway_requests_total{%s,code=\"%d\"} %d\n".formatted(labels, code, count)));
      long below = 0;
      for (int i = 0; i < LABELS.length; i++) {
        below += counted.buckets[i];
        durations.append(
            "gateway_request_duration_seconds_bucket{%s,le=\"%s\"} %d\n"
                .formatted(labels, LABELS[i], below));
      }
      durations.append(
          "gateway_request_duration_seconds_sum{%s} %s\n".formatted(labels, counted.sum));
      durations.append("gateway_request_duration_seconds_count{%s} %d\n".formatted(labels, below));
    } finally {
      counted.lock.unlock();
    }
  }
}
