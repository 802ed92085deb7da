package dev.slipway.metrics;

import java.util.Optional;

/**
 * The names of a Deployment's or Rollout's pods, as a regular expression that Prometheus takes
 * (RE2). The API server makes them of the ReplicaSet's name, a dash and five characters, and cuts
 * what comes before the five at 58: of a long name the dash goes, then the hash.
 */
final class PodNames {

  private static final int LONGEST_BASE = 58;
  private static final int LONGEST_HASH = 10;
  private static final String RANDOM = "[a-z0-9]{5}";

  /** What Kubernetes writes hashes with: no vowel, so that {@code canary} is none. */
  private static final String OF_HASH = "[bcdfghjklmnpqrstvwxz2456789]";

  private PodNames() {}

  /**
   * @param workload the Deployment's or Rollout's name
   * @param hash of the ReplicaSet, where it is known
   */
  static String pattern(String workload, Optional<String> hash) {
    String start = workload + "-";
    if (hash.isPresent()) {
      return cut(start + hash.get() + "-") + RANDOM;
    }
    int room = LONGEST_BASE - start.length();
    if (room > LONGEST_HASH) {
      return start + "[a-z0-9]{1,10}-" + RANDOM;
    }
    if (room <= 0) {
      return cut(start) + RANDOM;
    }
    String shorter = room == 1 ? "" : OF_HASH + "{1," + (room - 1) + "}-|";
    return start + "(?:" + shorter + OF_HASH + "{" + room + "})" + RANDOM;
  }

  private static String cut(String base) {
    return base.substring(0, Math.min(base.length(), LONGEST_BASE));
  }
}
