package dev.slipway.benchmarks.canary;

import java.util.Optional;

/**
 * The pods that serve a scenario, version by version.
 *
 * @param stable number of stable's pods; canary and fresh baseline have as many as their weight
 *     asks for
 * @param deviation of the logarithm of the share of requests that fail, from pod to pod
 * @param cold how young pods differ from warm ones
 * @param bad a pod of the canary that alone fails; empty where none does
 * @param crowded share of the canary's requests that its first pod gets; 0 where all get as many
 * @param replacedAfter seconds after a pod was named in which somebody deletes it, and another one
 *     of the same version takes its place; negative where nobody does
 */
record Fleet(
    int stable,
    double deviation,
    Cold cold,
    Optional<BadPod> bad,
    double crowded,
    int replacedAfter) {

  private static final int NEVER = -1;

  /** Pods that are alike and warm at once. */
  static Fleet of(int stable) {
    return new Fleet(stable, 0, Cold.NEVER, Optional.empty(), 0, NEVER);
  }

  /**
   * How a pod serves in its first time.
   *
   * @param seconds after which it is warm
   * @param errors times as many of its requests fail
   * @param latency times as slow
   */
  record Cold(int seconds, double errors, double latency) {

    static final Cold NEVER = new Cold(0, 1, 1);
  }

  /**
   * One pod of the canary, whatever its version.
   *
   * @param index from 0, in the order in which the pods are started
   * @param errors share of its requests that fail
   * @param again whether the one that takes its place fails as well: then the version is bad, in
   *     what only this pod is asked for
   */
  record BadPod(int index, double errors, boolean again) {}

  Fleet differing(double other) {
    return new Fleet(stable, other, cold, bad, crowded, replacedAfter);
  }

  Fleet beginningCold(Cold young) {
    return new Fleet(stable, deviation, young, bad, crowded, replacedAfter);
  }

  Fleet with(BadPod pod) {
    return new Fleet(stable, deviation, cold, Optional.of(pod), crowded, replacedAfter);
  }

  Fleet crowding(double share) {
    return new Fleet(stable, deviation, cold, bad, share, replacedAfter);
  }

  Fleet replacedAfter(int seconds) {
    return new Fleet(stable, deviation, cold, bad, crowded, seconds);
  }
}
