package dev.slipway.metrics;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the pods of both versions have counted, by the pod's name: cumulative, or increments. Pods
 * only: the instances of a gateway that counts for both versions tell nothing of them.
 *
 * @param canary pods of the canary; empty where they are not known
 * @param stable pods of stable; empty where they are not known
 */
public record PodCounters(
    Map<String, VersionCounters> canary, Map<String, VersionCounters> stable) {

  /** Nothing is known of single pods. */
  public static final PodCounters UNKNOWN = new PodCounters(Map.of(), Map.of());

  public PodCounters {
    canary = Map.copyOf(canary);
    stable = Map.copyOf(stable);
  }

  /** Increments of the pods that were there before, and of new ones from their beginning. */
  PodCounters since(PodCounters earlier) {
    return new PodCounters(since(canary, earlier.canary), since(stable, earlier.stable));
  }

  /** All pods of the canary but one. */
  VersionCounters canaryWithout(String pod) {
    return canary.entrySet().stream()
        .filter(each -> !each.getKey().equals(pod))
        .map(Map.Entry::getValue)
        .reduce(VersionCounters.NOTHING, VersionCounters::plus);
  }

  private static Map<String, VersionCounters> since(
      Map<String, VersionCounters> now, Map<String, VersionCounters> before) {
    Map<String, VersionCounters> increments = new TreeMap<>();
    for (Map.Entry<String, VersionCounters> pod : now.entrySet()) {
      VersionCounters counters = pod.getValue();
      VersionCounters earlier = before.get(pod.getKey());
      Optional<VersionCounters> more =
          earlier == null ? Optional.of(counters) : counters.minus(earlier);
      more.ifPresent(counted -> increments.put(pod.getKey(), counted));
    }
    return Collections.unmodifiableMap(increments);
  }
}
