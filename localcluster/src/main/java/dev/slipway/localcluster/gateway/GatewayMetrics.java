package dev.slipway.localcluster.gateway;

import dev.slipway.localcluster.gateway.RoutingTable.Rule;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the gateway saw, per route and backend and once more for each pod, as Prometheus text.
 * Counters begin at zero with the process; {@code gateway_start_time_seconds} tells when that was.
 * The series of one backend are consistent with each other: a request is in all of them or in none;
 * so are those of one pod. Of pods only the {@value #MOST_PODS} that were asked last are kept.
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

  private static final int MOST_PODS = 256;

  private final double startSeconds;
  private final Map<Key, Series> series = new ConcurrentHashMap<>();
  private final Map<Key, Series> pods = Collections.synchronizedMap(new AskedLast());

  /** Of a backend, or of one pod of it. */
  private record Key(String namespace, String route, String backend, String pod) {
    String labels() {
      String labels =
          "namespace=\"%s\",route=\"%s\",backend=\"%s\"".formatted(namespace, route, backend);
      return pod.isEmpty() ? labels : labels + ",pod=\"%s\"".formatted(pod);
    }
  }

  private static final class AskedLast extends LinkedHashMap<Key, Series> {
    private static final long serialVersionUID = 1L;

    AskedLast() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, Series> eldest) {
      return size() > MOST_PODS;
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
   * @param pod that it was given to; empty when none took it
   * @param code as the client got it, or should have: 502 for a response that broke off, 499 when
   *     the client left before it had its response
   */
  void record(Rule rule, Optional<String> backend, Optional<String> pod, int code, long nanos) {
    String of = backend.orElse("");
    count(series, new Key(rule.namespace(), rule.route(), of, ""), code, nanos);
    pod.ifPresent(
        name -> count(pods, new Key(rule.namespace(), rule.route(), of, name), code, nanos));
  }

  private static void count(Map<Key, Series> all, Key key, int code, long nanos) {
    double seconds = nanos / 1e9;
    int bucket = 0;
    while (bucket < BOUNDARIES.length && seconds > BOUNDARIES[bucket]) {
      bucket++;
    }
    Series counted = all.computeIfAbsent(key, unused -> new Series());
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
    Map<Key, Series> ofPods;
    synchronized (pods) {
      ofPods = new LinkedHashMap<>(pods);
    }
    return """
        # HELP gateway_start_time_seconds Unix time at which the counters began at zero.
        # TYPE gateway_start_time_seconds gauge
        gateway_start_time_seconds %.3f
        """
            .formatted(startSeconds)
        + family("gateway_", series)
        + family("gateway_pod_", ofPods);
  }

  private static String family(String prefix, Map<Key, Series> all) {
    StringBuilder requests = new StringBuilder();
    StringBuilder durations = new StringBuilder();
    all.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(Key::labels)))
        .forEach(entry -> write(prefix, entry.getKey(), entry.getValue(), requests, durations));
    return """
        # HELP %1$srequests_total Requests by the backend that was chosen and the status of the answer.
        # TYPE %1$srequests_total counter
        %2$s# HELP %1$srequest_duration_seconds Time from the request's head to the end of the answer.
        # TYPE %1$srequest_duration_seconds histogram
        %3$s"""
        .formatted(prefix, requests, durations);
  }

  private static void write(
      String prefix, Key key, Series counted, StringBuilder requests, StringBuilder durations) {
    String labels = key.labels();
    counted.lock.lock();
    try {
      counted.codes.forEach(
          (code, count) ->
              requests.append(
                  "%srequests_total{%s,code=\"%d\"} %d\n".formatted(prefix, labels, code, count)));
      long below = 0;
      for (int i = 0; i < LABELS.length; i++) {
        below += counted.buckets[i];
        durations.append(
            "%srequest_duration_seconds_bucket{%s,le=\"%s\"} %d\n"
                .formatted(prefix, labels, LABELS[i], below));
      }
      durations.append(
          "%srequest_duration_seconds_sum{%s} %s\n".formatted(prefix, labels, counted.sum));
      durations.append(
          "%srequest_duration_seconds_count{%s} %d\n".formatted(prefix, labels, below));
    } finally {
      counted.lock.unlock();
    }
  }
}
