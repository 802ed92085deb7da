package dev.slipway.metrics;

import dev.slipway.delivery.MetricRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One counter, or the buckets of one histogram, of one version.
 *
 * @param metric of whose it is a part, for people
 * @param part which one
 * @param promql with all places filled
 * @param selector when the query is nothing but one
 * @param upTo upper bounds of the buckets that matter; empty for a counter
 */
record WantedCounter(
    Version version,
    String metric,
    Part part,
    String promql,
    Optional<SeriesSelector> selector,
    List<Double> upTo) {

  /** What a counter is of its metric. */
  enum Part {
    /** All requests, of which there is one for each version. */
    REQUESTS,
    ERRORS,
    LATENCY,
    /** All events of a custom pair of counters. */
    TOTAL,
    /** Those of them that count. */
    COUNTED,
    /** Of a custom histogram. */
    BUCKETS
  }

  /** All that an order needs of both versions. */
  static List<WantedCounter> of(MetricOrder order, StandardQueries standard) {
    List<WantedCounter> wanted = new ArrayList<>();
    for (Version version : Version.values()) {
      wanted.add(of(order, version, "requests", Part.REQUESTS, standard.requests(), List.of()));
      if (order.has(MetricRule.Kind.ERROR_RATE)) {
        wanted.add(of(order, version, "errors", Part.ERRORS, standard.errors(), List.of()));
      }
      if (order.has(MetricRule.Kind.LATENCY)) {
        wanted.add(
            of(order, version, "latency", Part.LATENCY, standard.latency(), order.boundaries()));
      }
      for (MetricRule rule : order.custom()) {
        String name = rule.name();
        rule.counters()
            .ifPresent(
                pair -> {
                  wanted.add(of(order, version, name, Part.TOTAL, pair.total(), List.of()));
                  wanted.add(of(order, version, name, Part.COUNTED, pair.counted(), List.of()));
                });
        rule.histogram()
            .ifPresent(
                own ->
                    wanted.add(
                        of(order, version, name, Part.BUCKETS, own.buckets(), own.bounds())));
      }
    }
    return wanted;
  }

  private static WantedCounter of(
      MetricOrder order,
      Version version,
      String metric,
      Part part,
      String query,
      List<Double> upTo) {
    PromQuery parsed = new PromQuery(query);
    return new WantedCounter(
        version,
        metric,
        part,
        parsed.filled(version.values(order)),
        parsed.selector(version.values(order)),
        upTo);
  }

  /** Whether two are of the same metric, in which a status that never was has no series. */
  boolean countsInto(WantedCounter all) {
    return selector.isPresent()
        && all.selector.isPresent()
        && selector.get().name().equals(all.selector.get().name());
  }

  /** What it is called, for a message. */
  String words() {
    return "metric " + metric + " of " + version.words() + " (" + promql + ")";
  }
}
