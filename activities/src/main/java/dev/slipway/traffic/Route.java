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
 */
public record Route(
    String namespace, String name, String stable, String canary, Optional<String> workload) {

  /** By an HTTPRoute. */
  public Route(String namespace, String name, String stable, String canary) {
    this(namespace, name, stable, canary, Optional.empty());
  }

  /** Whether numbers of pods make the weight. */
  public boolean isByPods() {
    return workload.isPresent();
  }
}
