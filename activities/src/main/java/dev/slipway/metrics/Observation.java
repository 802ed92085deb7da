package dev.slipway.metrics;

import dev.slipway.traffic.Route;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Cumulative counters of both versions at one instant.
 *
 * @param at when they were read
 * @param counter which run of the counting process counted: another one has begun at zero
 * @param canary empty when there are no series: that is not zero
 * @param stable empty when there are no series
 * @param instances the same instance by instance, where somebody else goes round and reads them
 * @param incomplete which metric cannot be told, and why
 * @param pods what each pod has counted, where it is known beside the counters of the versions;
 *     null where it is not, and where an older worker did not write it
 * @param aside requests of stable, where a fresh baseline is in its place here; null where there is
 *     none, and where nobody counts them at the same place
 */
public record Observation(
    Instant at,
    String counter,
    Optional<VersionCounters> canary,
    Optional<VersionCounters> stable,
    @Nullable InstanceReadings instances,
    Optional<String> incomplete,
    @Nullable PodCounters pods,
    @Nullable Long aside) {

  /** Without more about single pods than the instances tell. */
  public Observation(
      Instant at,
      String counter,
      Optional<VersionCounters> canary,
      Optional<VersionCounters> stable,
      @Nullable InstanceReadings instances,
      Optional<String> incomplete) {
    this(at, counter, canary, stable, instances, incomplete, null, null);
  }

  /**
   * What is counted of stable beside the two that are compared.
   *
   * @param stable what it has counted; asked only where something else is in its place
   */
  static @Nullable Long aside(Route route, Supplier<Optional<VersionCounters>> stable) {
    return switch (route.baseline()) {
      case STABLE -> null;
      case FRESH -> stable.get().map(VersionCounters::requests).orElse(0L);
    };
  }

  /** Counters that were read where they are counted. */
  public Observation(
      Instant at,
      String counter,
      Optional<VersionCounters> canary,
      Optional<VersionCounters> stable) {
    this(at, counter, canary, stable, null, Optional.empty());
  }

  /** What was counted since an earlier observation, for both versions, or why it cannot be told. */
  public Interval since(Observation earlier) {
    if (incomplete.isPresent()) {
      return new Interval.Invalid(incomplete.get(), 0);
    }
    if (!counter.equals(earlier.counter)) {
      return new Interval.Invalid("the counting process was restarted", 0);
    }
    if (instances != null && earlier.instances != null) {
      return instances.since(earlier.instances, this, earlier);
    }
    Optional<VersionCounters> ofCanary = canary.flatMap(now -> earlier.canary.flatMap(now::minus));
    Optional<VersionCounters> ofStable = stable.flatMap(now -> earlier.stable.flatMap(now::minus));
    if (ofCanary.isPresent() && ofStable.isPresent()) {
      return new Interval.Counted(
          ofCanary.get(),
          ofStable.get(),
          pods == null || earlier.pods == null ? PodCounters.UNKNOWN : pods.since(earlier.pods));
    }
    String reason =
        canary.isEmpty() || earlier.canary.isEmpty()
            ? "nothing was counted for the canary (no traffic, or no metrics)"
            : stable.isEmpty() || earlier.stable.isEmpty()
                ? "nothing was counted for what the canary is compared with (no traffic, or no"
                    + " metrics)"
                : "a counter went backwards";
    return new Interval.Invalid(reason, ofStable.map(VersionCounters::requests).orElse(0L));
  }

  /** Whether {@link #split} tells of all traffic, and not of the two that are compared alone. */
  public boolean countsAside() {
    return aside != null;
  }

  /**
   * Whether stable was asked since an earlier observation, beside the two that are compared: then
   * there is traffic, though these may have had none of it yet.
   */
  public boolean hasServedAside(Observation earlier) {
    return incomplete.isEmpty() && aside != null && earlier.aside != null && aside > earlier.aside;
  }

  /**
   * How many requests each version has got since an earlier observation; what stable has got aside
   * is stable's. No series, then and now, is no request; empty when it cannot be told.
   */
  public Optional<Split> split(Observation earlier) {
    if (!counter.equals(earlier.counter)) {
      return Optional.empty();
    }
    if (instances != null) {
      return earlier.instances == null ? Optional.empty() : instances.split(earlier.instances);
    }
    OptionalLong ofCanary = requests(canary, earlier.canary);
    OptionalLong ofStable = requests(stable, earlier.stable);
    if (ofCanary.isEmpty() || ofStable.isEmpty() || (aside == null) != (earlier.aside == null)) {
      return Optional.empty();
    }
    long beside = aside == null || earlier.aside == null ? 0 : aside - earlier.aside;
    return beside < 0
        ? Optional.empty()
        : Optional.of(new Split(ofCanary.getAsLong(), ofStable.getAsLong() + beside));
  }

  private static OptionalLong requests(
      Optional<VersionCounters> now, Optional<VersionCounters> before) {
    if (now.isEmpty() && before.isEmpty()) {
      return OptionalLong.of(0);
    }
    return now.flatMap(counters -> before.flatMap(counters::minus))
        .map(increments -> OptionalLong.of(increments.requests()))
        .orElse(OptionalLong.empty());
  }

  Observation with(InstanceReadings readings) {
    return new Observation(at, counter, canary, stable, readings, incomplete, pods, aside);
  }
}
