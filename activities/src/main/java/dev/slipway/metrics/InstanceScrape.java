package dev.slipway.metrics;

import dev.slipway.metrics.PodTexts.PodText;
import dev.slipway.platform.MetricsBinding.ScrapeBinding;
import dev.slipway.temporal.FailureType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads the counters of the pods of both versions from the pods themselves, for those without a
 * Prometheus. Queries have to be plain selectors; the labels {@code namespace}, {@code pod} and
 * {@code instance} are those that a Prometheus would put there.
 */
public final class InstanceScrape implements MetricSource {

  private final PodTexts pods;
  private final ScrapeBinding scrape;
  private final StandardQueries queries;
  private final Clock clock;

  InstanceScrape(PodTexts pods, ScrapeBinding scrape, StandardQueries queries, Clock clock) {
    this.pods = pods;
    this.scrape = scrape;
    this.queries = queries;
    this.clock = clock;
  }

  @Override
  public Observation read(MetricOrder order) {
    List<WantedCounter> wanted = WantedCounter.of(order, queries);
    Instant began = clock.instant();
    List<CountedSeries> series = new ArrayList<>();
    for (Version version : Version.values()) {
      String namespace = order.target().namespace();
      for (PodText pod : pods.fetch(namespace, version.pods(order), scrape.port(), scrape.path())) {
        series.addAll(new Pod(namespace, pod).counted(wanted, version));
      }
    }
    // They were read one after the other, within this time.
    Duration skew = Duration.between(began, clock.instant());
    InstanceAssembly assembly = new InstanceAssembly(order, wanted, series);
    return new Observation(
        began,
        "",
        assembly.sum(Version.CANARY),
        assembly.sum(Version.STABLE),
        new InstanceReadings(
            began,
            began,
            Duration.ofSeconds(1),
            skew,
            instances(assembly, Version.CANARY, began),
            instances(assembly, Version.STABLE, began)),
        assembly.incomplete());
  }

  private static Map<String, InstanceCounters> instances(
      InstanceAssembly assembly, Version version, Instant at) {
    Map<String, InstanceCounters> instances = new TreeMap<>();
    for (String instance : assembly.instances(version)) {
      instances.put(instance, new InstanceCounters(at, assembly.counters(version, instance)));
    }
    return instances;
  }

  /** What one pod tells. */
  private record Pod(String namespace, PodText text) {

    List<CountedSeries> counted(List<WantedCounter> wanted, Version version) {
      List<WantedCounter> own =
          wanted.stream().filter(counter -> counter.version() == version).toList();
      Set<String> names =
          own.stream().map(counter -> selector(counter).name()).collect(Collectors.toSet());
      List<Sample> samples = PrometheusText.parse(text.text(), names);
      return own.stream().flatMap(counter -> of(counter, samples).stream()).toList();
    }

    private List<CountedSeries> of(WantedCounter counter, List<Sample> samples) {
      SeriesSelector selector = selector(counter);
      Map<Double, Double> sums = new HashMap<>();
      for (Sample sample : samples) {
        if (sample.name().equals(selector.name())
            && selector.matches(label -> label(sample, label))) {
          double upTo = counter.upTo().isEmpty() ? Double.NaN : sample.bound();
          if (counter.upTo().isEmpty()
              || upTo == Double.POSITIVE_INFINITY
              || counter.upTo().contains(upTo)) {
            sums.merge(upTo, sample.value(), Double::sum);
          }
        }
      }
      return sums.entrySet().stream()
          .map(sum -> new CountedSeries(counter, text.pod(), sum.getKey(), sum.getValue()))
          .toList();
    }

    private String label(Sample sample, String label) {
      return switch (label) {
        case "namespace" -> namespace;
        case "pod", "instance" -> text.pod();
        default -> sample.label(label);
      };
    }

    private static SeriesSelector selector(WantedCounter counter) {
      return counter
          .selector()
          .orElseThrow(
              () ->
                  FailureType.MISCONFIGURED.retryable(
                      counter.words()
                          + " is more than a selector, which only a Prometheus can evaluate: name"
                          + " one in 'metrics' of platform.yaml, or select a metric alone"));
    }
  }
}
