package dev.slipway.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counters of one version, or of one of its instances: cumulative, or increments.
 *
 * @param requests all that were answered
 * @param errors those answered with 5xx
 * @param timed how many were timed
 * @param buckets how many of these took at most so long; ascending
 * @param custom of metrics of the service's own, by the metric's name; empty where an older worker
 *     did not write it
 */
public record VersionCounters(
    long requests, long errors, long timed, List<Bucket> buckets, Map<String, EventTally> custom) {

  public static final VersionCounters NOTHING = new VersionCounters(0, 0, 0, List.of());

  public VersionCounters(
      long requests,
      long errors,
      long timed,
      List<Bucket> buckets,
      @Nullable Map<String, EventTally> custom) {
    this.requests = requests;
    this.errors = errors;
    this.timed = timed;
    this.buckets = List.copyOf(buckets);
    this.custom = custom == null ? Map.of() : Map.copyOf(custom);
  }

  /** Of what every service has. */
  public VersionCounters(long requests, long errors, long timed, List<Bucket> buckets) {
    this(requests, errors, timed, buckets, Map.of());
  }

  /**
   * @param upTo seconds
   */
  public record Bucket(double upTo, long count) {}

  /** How many took longer than a boundary; empty when nothing is counted at it. */
  public OptionalLong slowerThan(double seconds) {
    for (Bucket bucket : buckets) {
      if (bucket.upTo() == seconds) {
        return OptionalLong.of(Math.max(0, timed - bucket.count()));
      }
    }
    return OptionalLong.empty();
  }

  /** How many events each metric of the service's own has counted. */
  public Map<String, Long> events() {
    return custom.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, metric -> metric.getValue().total()));
  }

  /** Increments since an earlier reading; empty when any counter went backwards. */
  Optional<VersionCounters> minus(VersionCounters earlier) {
    if (buckets.size() != earlier.buckets.size()
        || !custom.keySet().equals(earlier.custom.keySet())) {
      return Optional.empty();
    }
    List<Bucket> increments = new ArrayList<>();
    boolean backwards =
        requests < earlier.requests || errors < earlier.errors || timed < earlier.timed;
    for (int i = 0; i < buckets.size(); i++) {
      Bucket before = earlier.buckets.get(i);
      Bucket now = buckets.get(i);
      backwards |= before.upTo() != now.upTo() || now.count() < before.count();
      increments.add(new Bucket(now.upTo(), now.count() - before.count()));
    }
    Map<String, EventTally> events = new HashMap<>();
    for (Map.Entry<String, EventTally> now : custom.entrySet()) {
      Optional<EventTally> since =
          now.getValue().minus(earlier.custom.getOrDefault(now.getKey(), now.getValue()));
      backwards |= since.isEmpty();
      since.ifPresent(tally -> events.put(now.getKey(), tally));
    }
    return backwards
        ? Optional.empty()
        : Optional.of(
            new VersionCounters(
                requests - earlier.requests,
                errors - earlier.errors,
                timed - earlier.timed,
                increments,
                events));
  }

  /**
   * Both together. What one of them does not count, although it was asked something, is unknown.
   */
  VersionCounters plus(VersionCounters other) {
    Map<String, EventTally> events = new HashMap<>(custom);
    other.custom.forEach((name, tally) -> events.merge(name, tally, EventTally::plus));
    return new VersionCounters(
        requests + other.requests,
        errors + other.errors,
        timed + other.timed,
        isIdle() ? other.buckets : other.isIdle() ? buckets : both(other),
        events);
  }

  private boolean isIdle() {
    return requests == 0 && timed == 0;
  }

  private List<Bucket> both(VersionCounters other) {
    List<Bucket> together = new ArrayList<>();
    for (Bucket one : buckets) {
      other.buckets.stream()
          .filter(bucket -> bucket.upTo() == one.upTo())
          .forEach(bucket -> together.add(new Bucket(one.upTo(), one.count() + bucket.count())));
    }
    return together;
  }
}
