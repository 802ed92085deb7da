package dev.slipway.platform;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What platform.yaml says.
 *
 * @param services each with a name of its own
 * @param forges each with a name and a URL of its own
 */
public record Platform(List<ServiceBinding> services, List<ForgeBinding> forges) {

  public Platform {
    services = List.copyOf(services);
    forges = List.copyOf(forges);
  }

  /** One whose repositories all lie on disks. */
  public Platform(List<ServiceBinding> services) {
    this(services, List.of());
  }

  /** What it says of this service; empty when it does not know it. */
  public Optional<ServiceBinding> binding(String service) {
    return services.stream().filter(binding -> binding.service().equals(service)).findFirst();
  }

  /** The forge at which a repository lies; where one lies inside another's URL, the inner one. */
  public Optional<ForgeBinding> forge(String repository) {
    return forges.stream()
        .filter(forge -> forge.holds(repository))
        .max(Comparator.comparingInt(forge -> forge.url().length()));
  }
}
