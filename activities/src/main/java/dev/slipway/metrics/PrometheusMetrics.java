package dev.slipway.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.temporal.FailureType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads counters from a server of the Prometheus HTTP API: both versions, all metrics, and when
 * each instance was scraped, in one query at one evaluation instant. Increments are taken instance
 * by instance, so that a restart is seen, and never as a rate.
 */
public final class PrometheusMetrics implements MetricSource {

  /** What may lie between two scrapes of which nothing can be told. */
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(15);

  private final PrometheusHttp http;
  private final StandardQueries queries;
  private final Clock clock;

  PrometheusMetrics(PrometheusHttp http, StandardQueries queries, Clock clock) {
    this.http = http;
    this.queries = queries;
    this.clock = clock;
  }

  @Override
  public Observation read(MetricOrder order) {
    List<WantedCounter> wanted = WantedCounter.of(order, queries);
    // What was only just started tells nothing of how often it is scraped.
    Optional<SeriesSelector> running =
        new PromQuery(queries.requests()).selector(Version.STABLE.values(order.ofStable()));
    OneQuery query = new OneQuery(wanted, running);
    return new Answer(order, wanted, query).observation(http.query(query.promql()));
  }

  /** What came back. */
  private final class Answer {

    private final MetricOrder order;
    private final List<WantedCounter> wanted;
    private final OneQuery query;
    private final List<CountedSeries> series = new ArrayList<>();
    private final Map<String, Instant> scraped = new HashMap<>();
    private Duration interval = USUAL_INTERVAL;

    Answer(MetricOrder order, List<WantedCounter> wanted, OneQuery query) {
      this.order = order;
      this.wanted = wanted;
      this.query = query;
    }

    Observation observation(JsonNode result) {
      if (!result.path("resultType").asText().equals("vector")) {
        throw FailureType.UNREACHABLE.retryable(
            http.name() + " answers with something else than a vector");
      }
      Instant evaluatedAt = Instant.EPOCH;
      for (JsonNode element : result.path("result")) {
        if (element.path("metric").path(OneQuery.TAG).asText().equals(OneQuery.NOW)) {
          evaluatedAt = instant(number(element));
        } else {
          take(element);
        }
      }
      if (evaluatedAt.equals(Instant.EPOCH)) {
        throw FailureType.UNREACHABLE.retryable(
            http.name() + " answers without the time: is it no Prometheus?");
      }
      return observed(evaluatedAt);
    }

    private void take(JsonNode element) {
      JsonNode labels = element.path("metric");
      String tag = labels.path(OneQuery.TAG).asText();
      double value = number(element);
      if (tag.equals(OneQuery.SAMPLES)) {
        // As many as lie within the window: two scrapes at least tell how far apart they are.
        interval =
            value < 2
                ? USUAL_INTERVAL
                : Duration.ofMillis(Math.round(OneQuery.WINDOW.toMillis() / value));
      } else if (tag.equals(OneQuery.TIME)) {
        scraped.merge(
            instance(labels), instant(value), (one, two) -> one.isBefore(two) ? one : two);
      } else {
        WantedCounter counter = query.counter(tag);
        double upTo = counter.upTo().isEmpty() ? Double.NaN : upTo(labels, counter);
        if (counter.upTo().isEmpty()
            || upTo == Double.POSITIVE_INFINITY
            || counter.upTo().contains(upTo)) {
          series.add(new CountedSeries(counter, instance(labels), upTo, value));
        }
      }
    }

    private Observation observed(Instant evaluatedAt) {
      Duration oldest = InstanceReadings.longestAge(interval);
      List<CountedSeries> fresh =
          series.stream()
              .filter(
                  one ->
                      !scraped
                          .getOrDefault(one.instance(), evaluatedAt)
                          .plus(oldest)
                          .isBefore(evaluatedAt))
              .toList();
      InstanceAssembly assembly = new InstanceAssembly(order, wanted, fresh);
      return new Observation(
          clock.instant(),
          "",
          assembly.sum(Version.CANARY),
          assembly.sum(Version.STABLE),
          new InstanceReadings(
              evaluatedAt,
              evaluatedAt,
              interval,
              skew(assembly),
              instances(assembly, Version.CANARY, evaluatedAt),
              instances(assembly, Version.STABLE, evaluatedAt)),
          assembly.incomplete());
    }

    private Map<String, InstanceCounters> instances(
        InstanceAssembly assembly, Version version, Instant evaluatedAt) {
      Map<String, InstanceCounters> instances = new TreeMap<>();
      for (String instance : assembly.instances(version)) {
        instances.put(
            instance,
            new InstanceCounters(
                scraped.getOrDefault(instance, evaluatedAt), assembly.counters(version, instance)));
      }
      return instances;
    }

    /** None where the same instances count both, such as a gateway's. */
    private Duration skew(InstanceAssembly assembly) {
      List<String> all = new ArrayList<>(assembly.instances(Version.STABLE));
      if (all.containsAll(assembly.instances(Version.CANARY))
          && all.stream().allMatch(scraped::containsKey)) {
        return Duration.ZERO;
      }
      all.addAll(assembly.instances(Version.CANARY));
      if (!scraped.keySet().containsAll(all)) {
        return interval;
      }
      List<Instant> times = all.stream().flatMap(one -> scrapedAt(one).stream()).sorted().toList();
      return times.isEmpty() ? Duration.ZERO : Duration.between(times.getFirst(), times.getLast());
    }

    private List<Instant> scrapedAt(String instance) {
      Instant at = scraped.get(instance);
      return at == null ? List.of() : List.of(at);
    }
  }

  private static String instance(JsonNode labels) {
    String instance = labels.path("instance").asText();
    String pod = labels.path("pod").asText();
    return pod.isEmpty() ? instance : pod + "/" + instance;
  }

  private static Instant instant(double seconds) {
    return Instant.ofEpochMilli(Math.round(seconds * 1000));
  }

  private double number(JsonNode element) {
    String text = element.path("value").path(1).asText();
    double value = parsed(text);
    if (!Double.isFinite(value)) {
      throw FailureType.UNREACHABLE.retryable(
          http.name()
              + " answers "
              + (text.isEmpty() ? "without a value" : text)
              + " for "
              + query(element)
              + ": that is no count, and is not taken for zero");
    }
    return value;
  }

  private static String query(JsonNode element) {
    return element.path("metric").path(OneQuery.TAG).asText("a series");
  }

  private double upTo(JsonNode labels, WantedCounter counter) {
    String le = labels.path("le").asText();
    double upTo = le.equals("+Inf") ? Double.POSITIVE_INFINITY : parsed(le);
    if (Double.isNaN(upTo)) {
      throw FailureType.UNREACHABLE.retryable(
          counter.words() + " has a bucket whose le is '" + le + "': is it a histogram?");
    }
    return upTo;
  }

  private static double parsed(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
