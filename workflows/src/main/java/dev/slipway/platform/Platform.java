package dev.slipway.platform;

import java.util.List;
import java.util.Optional;

/**
 * What platform.yaml says.
 *
 * @param clusters Kubernetes clusters, each with a name of its own; local ones are the worker's
 *     settings
 * @param services each with a name of its own
 */
public record Platform(List<ClusterBinding> clusters, List<ServiceBinding> services) {

  public Platform {
    clusters = List.copyOf(clusters);
    services = List.copyOf(services);
  }

  /** What it says of this service; empty when it does not know it. */
  public Optional<ServiceBinding> binding(String service) {
    return services.stream().filter(binding -> binding.service().equals(service)).findFirst();
  }
}
