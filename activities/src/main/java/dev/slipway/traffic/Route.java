package dev.slipway.traffic;

import dev.slipway.delivery.Baseline;
import java.util.Optional;

/**
 * Where traffic to a service is shared.
 *
 * @param name of the HTTPRoute
 * @param stable name of the stable version's Service
 * @param canary name of the canary's Service
 * @param workload where no HTTPRoute leads to the service: name of the Deployment whose number of
 *     pods, and that of its canary's behind the same Service, makes the weight; else empty
 * @param rollout where an Argo Rollout shares it, by whatever it has for that; else empty
 * @param baseline what the canary is compared with
 */
public record Route(
    String namespace,
    String name,
    String stable,
    String canary,
    Optional<String> workload,
    Optional<RolloutVersions> rollout,
    Baseline baseline) {

  /** By an HTTPRoute. */
  public Route(String namespace, String name, String stable, String canary) {
    this(namespace, name, stable, canary, Optional.empty());
  }

  /** Between the two versions alone. */
  public Route(
      String namespace,
      String name,
      String stable,
      String canary,
      Optional<String> workload,
      Optional<RolloutVersions> rollout) {
    this(namespace, name, stable, canary, workload, rollout, Baseline.STABLE);
  }

  /** By an HTTPRoute, or where there is a workload by its pods. */
  public Route(
      String namespace, String name, String stable, String canary, Optional<String> workload) {
    this(namespace, name, stable, canary, workload, Optional.empty());
  }

  /** The same, with a canary that is compared with something else. */
  public Route withBaseline(Baseline other) {
    return new Route(namespace, name, stable, canary, workload, rollout, other);
  }

  /** What a fresh baseline's Service is called, whether there is one or not. */
  String baselineName() {
    return stable + Baseline.FRESH.suffix();
  }

  /** Name of the Service of what the canary is compared with. */
  public String compared() {
    return stable + baseline.suffix();
  }

  /**
   * A fresh baseline's share of all traffic; 0 where there is none.
   *
   * @param canaryShare 0 to 100
   */
  public double baselineShare(double canaryShare) {
    return switch (baseline) {
      case STABLE -> 0;
      case FRESH -> baseline.share(canaryShare);
    };
  }

  /**
   * The canary's share of what goes to it and to what it is compared with, 0 to 100.
   *
   * @param canaryShare of all traffic, above 0 and at most 100
   */
  public double comparedShare(double canaryShare) {
    return baseline.comparedShare(canaryShare);
  }

  /** Whether numbers of pods make the weight. */
  public boolean isByPods() {
    return workload.isPresent();
  }

  /** Whether an Argo Rollout makes it. */
  public boolean isByRollout() {
    return rollout.isPresent();
  }

  /**
   * Two versions of an Argo Rollout.
   *
   * @param name of the Rollout
   * @param stable hash that names the stable version's pods
   * @param canary hash that names the canary's
   */
  public record RolloutVersions(String name, String stable, String canary) {}
}
