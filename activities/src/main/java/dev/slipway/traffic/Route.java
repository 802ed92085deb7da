package dev.slipway.traffic;

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
 */
public record Route(
    String namespace,
    String name,
    String stable,
    String canary,
    Optional<String> workload,
    Optional<RolloutVersions> rollout) {

  /** By an HTTPRoute. */
  public Route(String namespace, String name, String stable, String canary) {
    this(namespace, name, stable, canary, Optional.empty(), Optional.empty());
  }

  /** By an HTTPRoute, or where there is a workload by its pods. */
  public Route(
      String namespace, String name, String stable, String canary, Optional<String> workload) {
    this(namespace, name, stable, canary, workload, Optional.empty());
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
