package dev.slipway.metrics;

import dev.slipway.delivery.MetricRule;
import dev.slipway.metrics.VersionCounters.Bucket;
import dev.slipway.metrics.WantedCounter.Part;
import dev.slipway.temporal.FailureType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Puts series together to what each instance has counted for each version. */
final class InstanceAssembly {

  private static final int MOST_INSTANCES = 100;

  private final MetricOrder order;
  private final List<WantedCounter> wanted;
  private final Map<Place, Long> values = new HashMap<>();
  private final Map<Version, Set<String>> instances =
      Map.of(Version.CANARY, new TreeSet<>(), Version.STABLE, new TreeSet<>());

  private record Place(Version version, String metric, Part part, String instance, double upTo) {}

  /**
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE when a series is there twice, or is
   *     no counter; LIMIT_EXCEEDED
   */
  InstanceAssembly(MetricOrder order, List<WantedCounter> wanted, List<CountedSeries> series) {
    this.order = order;
    this.wanted = wanted;
    series.forEach(this::add);
    int most = Math.max(instances(Version.CANARY).size(), instances(Version.STABLE).size());
    if (most > MOST_INSTANCES) {
      throw FailureType.LIMIT_EXCEEDED.retryable(
          "a version has more than "
              + MOST_INSTANCES
              + " instances with counters: judge it by the counters of the gateway, or by a sum");
    }
  }

  private void add(CountedSeries one) {
    WantedCounter counter = one.wanted();
    if (!(one.value() >= 0 && one.value() < 1e18)) {
      throw FailureType.UNREACHABLE.retryable(
          counter.words() + " has the value " + one.value() + ", which no counter has");
    }
    Place place = place(counter, one.instance(), one.upTo());
    if (values.put(place, Math.round(one.value())) != null) {
      throw FailureType.UNREACHABLE.retryable(
          counter.words() + " has a series twice: make its query unambiguous");
    }
    Objects.requireNonNull(instances.get(counter.version())).add(one.instance());
  }

  private static Place place(WantedCounter counter, String instance, double upTo) {
    return new Place(counter.version(), counter.metric(), counter.part(), instance, upTo);
  }

  Set<String> instances(Version version) {
    return Objects.requireNonNull(instances.get(version));
  }

  /** What one instance has counted for a version. */
  VersionCounters counters(Version version, String instance) {
    Map<String, EventTally> custom = new HashMap<>();
    for (MetricRule rule : order.custom()) {
      custom.put(rule.name(), tally(rule, version, instance));
    }
    OptionalLong timed =
        value(version, "latency", Part.LATENCY, instance, Double.POSITIVE_INFINITY);
    List<Bucket> buckets = new ArrayList<>();
    if (timed.isPresent()) {
      for (double upTo : order.boundaries()) {
        value(version, "latency", Part.LATENCY, instance, upTo)
            .ifPresent(count -> buckets.add(new Bucket(upTo, count)));
      }
    }
    long requests = counter(version, "requests", Part.REQUESTS, instance);
    return new VersionCounters(
        requests,
        counter(version, "errors", Part.ERRORS, instance),
        timed.orElse(0),
        buckets,
        custom);
  }

  private EventTally tally(MetricRule rule, Version version, String instance) {
    String name = rule.name();
    if (rule.histogram().isEmpty()) {
      long total = counter(version, name, Part.TOTAL, instance);
      long counted = counter(version, name, Part.COUNTED, instance);
      return new EventTally(total, List.of(Math.min(counted, total)));
    }
    long total = value(version, name, Part.BUCKETS, instance, Double.POSITIVE_INFINITY).orElse(0);
    List<Long> above =
        rule.histogram().get().bounds().stream()
            .map(
                upTo ->
                    Math.max(
                        0,
                        total - value(version, name, Part.BUCKETS, instance, upTo).orElse(total)))
            .toList();
    return new EventTally(total, above);
  }

  /** All instances together; empty when none counts requests. */
  Optional<VersionCounters> sum(Version version) {
    return hasSeries(version, "requests", Part.REQUESTS)
        ? Optional.of(
            instances(version).stream()
                .map(instance -> counters(version, instance))
                .reduce(VersionCounters.NOTHING, VersionCounters::plus))
        : Optional.empty();
  }

  /**
   * Which metric cannot be told, though stable's requests are counted; empty when all can. A
   * counter of which neither version has a series is none that says zero, unless it is a status of
   * a metric that is there.
   */
  Optional<String> incomplete() {
    if (!hasSeries(Version.STABLE, "requests", Part.REQUESTS)) {
      return Optional.empty();
    }
    return wanted.stream()
        .flatMap(counter -> objection(counter).or(() -> partHistogram(counter)).stream())
        .findFirst();
  }

  /**
   * An instance that counts a histogram, but not up to each bound: what is above the bound cannot
   * be told of it, and is not zero.
   */
  private Optional<String> partHistogram(WantedCounter counter) {
    if (counter.part() != Part.BUCKETS) {
      return Optional.empty();
    }
    return counter.upTo().stream()
        .filter(
            upTo ->
                instances(counter.version()).stream()
                    .anyMatch(
                        instance ->
                            values.containsKey(place(counter, instance, Double.POSITIVE_INFINITY))
                                && !values.containsKey(place(counter, instance, upTo))))
        .findFirst()
        .map(upTo -> missing(counter, "no bucket up to " + upTo));
  }

  /** What stable does not count at all; a canary may be too young to have counted it. */
  private Optional<String> objection(WantedCounter counter) {
    if (counter.version() == Version.CANARY) {
      return Optional.empty();
    }
    boolean there = hasSeries(Version.STABLE, counter.metric(), counter.part());
    return switch (counter.part()) {
      case REQUESTS, LATENCY -> Optional.empty();
      case ERRORS, COUNTED ->
          there
                  || hasSeries(Version.CANARY, counter.metric(), counter.part())
                  || wanted.stream()
                      .filter(all -> all.part() == Part.REQUESTS || all.part() == Part.TOTAL)
                      .filter(
                          all ->
                              all.metric().equals(counter.metric()) || all.part() == Part.REQUESTS)
                      .anyMatch(counter::countsInto)
              ? Optional.empty()
              : Optional.of(missing(counter, "no series, and that is not zero"));
      case TOTAL -> there ? Optional.empty() : Optional.of(missing(counter, "no series"));
      case BUCKETS -> missingBucket(counter);
    };
  }

  private Optional<String> missingBucket(WantedCounter counter) {
    List<Double> all = new ArrayList<>(counter.upTo());
    all.add(Double.POSITIVE_INFINITY);
    return all.stream()
        .filter(
            upTo ->
                instances(Version.STABLE).stream()
                    .noneMatch(instance -> values.containsKey(place(counter, instance, upTo))))
        .findFirst()
        .map(upTo -> missing(counter, "no bucket up to " + upTo));
  }

  private static String missing(WantedCounter counter, String what) {
    return counter.words() + " has " + what + ": is its name right, and is it exported?";
  }

  private boolean hasSeries(Version version, String metric, Part part) {
    return values.keySet().stream()
        .anyMatch(
            place ->
                place.version() == version
                    && place.metric().equals(metric)
                    && place.part() == part);
  }

  private long counter(Version version, String metric, Part part, String instance) {
    return value(version, metric, part, instance, Double.NaN).orElse(0);
  }

  private OptionalLong value(
      Version version, String metric, Part part, String instance, double upTo) {
    Long value = values.get(new Place(version, metric, part, instance, upTo));
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
