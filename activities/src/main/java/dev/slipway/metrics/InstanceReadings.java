package dev.slipway.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What both versions have counted, instance by instance, as somebody has read it from them who goes
 * round: not all at once, and not just now. Times are of that somebody's clock.
 *
 * @param evaluatedAt when the readings were asked for
 * @param weightSince when they were asked for first at the present weight
 * @param interval how often instances are read
 * @param skew how far apart the two versions were read
 * @param canary by instance
 * @param stable by instance
 */
public record InstanceReadings(
    Instant evaluatedAt,
    Instant weightSince,
    Duration interval,
    Duration skew,
    Map<String, InstanceCounters> canary,
    Map<String, InstanceCounters> stable) {

  /** A block that is this often the skew tells a shared incident from a regression (2.6). */
  private static final int BLOCK_PER_SKEW = 4;

  /** So many rounds may fail before what was read counts as gone. */
  private static final int ROUNDS = 3;

  private static final Duration SLACK = Duration.ofSeconds(10);

  public InstanceReadings {
    canary = Map.copyOf(canary);
    stable = Map.copyOf(stable);
  }

  /** From then on a reading that is older is of no use. */
  static Duration longestAge(Duration interval) {
    return interval.multipliedBy(ROUNDS).plus(SLACK);
  }

  /**
   * What was counted since an earlier reading, whole blocks only.
   *
   * @param observation whose readings these are
   * @param earlier whose readings the others are
   */
  Interval since(InstanceReadings before, Observation observation, Observation earlier) {
    InstanceReadings now = at(before.weightSince);
    Duration elapsed = Duration.between(before.evaluatedAt, evaluatedAt);
    Optional<String> tooEarly = now.tooEarly(before, elapsed);
    if (tooEarly.isPresent()) {
      if (elapsed.compareTo(blockLength(before).plus(longestAge(interval))) > 0) {
        return new Interval.Invalid("nothing new was read for " + elapsed.toSeconds() + " s", 0);
      }
      // What was read before the weight was in force begins no block.
      return new Interval.NotYet(
          tooEarly.get(), before.isSettled() ? earlier : observation.with(now));
    }
    return now.difference(before);
  }

  /**
   * How many requests each version has got since an earlier reading. Only where the same instances,
   * a gateway's, count both: a pod's own counters know requests that no route has shared.
   */
  Optional<Split> split(InstanceReadings before) {
    InstanceReadings now = at(before.weightSince);
    boolean atGateway = !canary.isEmpty() && stable.keySet().containsAll(canary.keySet());
    Duration elapsed = Duration.between(before.evaluatedAt, evaluatedAt);
    return atGateway
            && now.tooEarly(before, elapsed).isEmpty()
            && now.difference(before) instanceof Interval.Counted counted
        ? Optional.of(new Split(counted.canary().requests(), counted.stable().requests()))
        : Optional.empty();
  }

  /** The same readings, at a weight that began earlier. */
  private InstanceReadings at(Instant began) {
    return new InstanceReadings(evaluatedAt, began, interval, skew, canary, stable);
  }

  private Duration blockLength(InstanceReadings before) {
    Duration widest = skew.compareTo(before.skew) > 0 ? skew : before.skew;
    return widest.multipliedBy(BLOCK_PER_SKEW);
  }

  private Optional<String> tooEarly(InstanceReadings before, Duration elapsed) {
    if (!before.isSettled()) {
      return Optional.of("the instances were not read yet at this weight");
    }
    Duration length = blockLength(before);
    if (elapsed.compareTo(length) < 0) {
      return Optional.of(
          "both versions are read up to "
              + length.dividedBy(BLOCK_PER_SKEW).toMillis() / 1000.0
              + " s apart, so that a block lasts "
              + length.toSeconds()
              + " s");
    }
    boolean stale = isStale(canary, before.canary) || isStale(stable, before.stable);
    return stale ? Optional.of("the instances were not read again yet") : Optional.empty();
  }

  /** Read after the weight was in force: a block lies within one weight. */
  boolean isSettled() {
    return Stream.concat(canary.values().stream(), stable.values().stream())
        .noneMatch(instance -> instance.at().isBefore(weightSince));
  }

  /** An instance was not read since, or what comes now is older than what came before. */
  private static boolean isStale(
      Map<String, InstanceCounters> now, Map<String, InstanceCounters> before) {
    return now.entrySet().stream()
        .anyMatch(
            instance ->
                before.containsKey(instance.getKey())
                    && !instance.getValue().at().isAfter(before.get(instance.getKey()).at()));
  }

  private Interval difference(InstanceReadings before) {
    Function<String, Boolean> known =
        instance -> before.stable.containsKey(instance) || before.canary.containsKey(instance);
    Arm ofStable = Arm.of(stable, before.stable, known);
    Arm ofCanary = Arm.of(canary, before.canary, known);
    for (Arm arm : new Arm[] {ofCanary, ofStable}) {
      if (arm.restarted().isPresent()) {
        return new Interval.Invalid(
            "a counter of " + arm.restarted().get() + " went backwards: it was restarted", 0);
      }
    }
    if (ofCanary.counted() && ofStable.counted()) {
      return new Interval.Counted(ofCanary.sum(), ofStable.sum(), pods(ofCanary, ofStable));
    }
    return new Interval.Invalid(
        "nothing was counted for "
            + (ofCanary.counted() ? "what the canary is compared with" : "the canary")
            + " (no traffic, or no metrics)",
        ofStable.sum().requests());
  }

  /** No pod serves both versions; what counts for both, or for stable alone so far, is none. */
  private PodCounters pods(Arm ofCanary, Arm ofStable) {
    return canary.isEmpty() || canary.keySet().stream().anyMatch(stable::containsKey)
        ? PodCounters.UNKNOWN
        : new PodCounters(byPod(ofCanary), byPod(ofStable));
  }

  /** {@code pod/address}, where Prometheus knows the pod. */
  private static Map<String, VersionCounters> byPod(Arm arm) {
    Map<String, VersionCounters> pods = new TreeMap<>();
    arm.increments()
        .forEach(
            (instance, counted) ->
                pods.merge(instance.replaceFirst("/.*", ""), counted, VersionCounters::plus));
    return pods;
  }

  /**
   * Increments of one version.
   *
   * @param increments by instance
   * @param counted whether any instance was
   * @param restarted an instance whose counters went backwards
   */
  private record Arm(
      VersionCounters sum,
      Map<String, VersionCounters> increments,
      boolean counted,
      Optional<String> restarted) {

    /**
     * An instance that is new may have been away and back: it counts from now on. In one that was
     * known already, a version that is new has begun at zero.
     */
    static Arm of(
        Map<String, InstanceCounters> now,
        Map<String, InstanceCounters> before,
        Function<String, Boolean> known) {
      VersionCounters sum = VersionCounters.NOTHING;
      Map<String, VersionCounters> all = new TreeMap<>();
      boolean counted = false;
      for (Map.Entry<String, InstanceCounters> instance : now.entrySet()) {
        VersionCounters counters = instance.getValue().counters();
        InstanceCounters earlier = before.get(instance.getKey());
        if (earlier == null && !known.apply(instance.getKey())) {
          continue;
        }
        Optional<VersionCounters> increments =
            earlier == null ? Optional.of(counters) : counters.minus(earlier.counters());
        if (increments.isEmpty()) {
          return new Arm(sum, all, counted, Optional.of(instance.getKey()));
        }
        sum = sum.plus(increments.get());
        all.put(instance.getKey(), increments.get());
        counted = true;
      }
      return new Arm(sum, all, counted, Optional.empty());
    }
  }
}
