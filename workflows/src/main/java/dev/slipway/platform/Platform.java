package dev.slipway.platform;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What platform.yaml says.
 *
 * @param clusters Kubernetes clusters, each with a name of its own; local ones are the worker's
 *     settings
 * @param services each with a name of its own
 * @param forges each with a name and a URL of its own
 * @param registries of images, each with a host of its own; others are read anonymously
 * @param webUi where people see a workflow, with {@code {workflow}} in the place of its id
 */
public record Platform(
    List<ClusterBinding> clusters,
    List<ServiceBinding> services,
    List<ForgeBinding> forges,
    List<RegistryBinding> registries,
    Optional<String> webUi) {

  public Platform {
    clusters = List.copyOf(clusters);
    services = List.copyOf(services);
    forges = List.copyOf(forges);
    registries = List.copyOf(registries);
  }

  /** One of local clusters, whose repositories all lie on disks. */
  public Platform(List<ServiceBinding> services) {
    this(services, List.of());
  }

  /** One of local clusters, that does not say where people see workflows. */
  public Platform(List<ServiceBinding> services, List<ForgeBinding> forges) {
    this(List.of(), services, forges, List.of(), Optional.empty());
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
