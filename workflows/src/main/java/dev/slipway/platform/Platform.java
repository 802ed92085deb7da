package dev.slipway.platform;

import java.util.List;
import java.util.Optional;

/**
 * What platform.yaml says.
 *
 * @param services each with a name of its own
 */
public record Platform(List<ServiceBinding> services) {

  public Platform {
    services = List.copyOf(services);
  }

  /** What it says of this service; empty when it does not know it. */
  public Optional<ServiceBinding> binding(String service) {
    return services.stream().filter(binding -> binding.service().equals(service)).findFirst();
  }
}
