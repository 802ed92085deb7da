package dev.slipway.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Counters of one version: cumulative, or increments.
 *
 * @param requests all that were answered
 * @param errors those answered with 5xx
 * @param timed how many were timed
 * @param buckets how many of these took at most so long; ascending
 */
public record VersionCounters(long requests, long errors, long timed, List<Bucket> buckets) {

  public VersionCounters {
    buckets = List.copyOf(buckets);
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

  /** Increments since an earlier reading; empty when any counter went backwards. */
  Optional<VersionCounters> minus(VersionCounters earlier) {
    if (buckets.size() != earlier.buckets.size()) {
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
    return backwards
        ? Optional.empty()
        : Optional.of(
            new VersionCounters(
                requests - earlier.requests,
                errors - earlier.errors,
                timed - earlier.timed,
                increments));
  }
}
