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
 * @param prometheus servers of the Prometheus API, each with a name of its own
 * @param webUi where people see a workflow, with {@code {workflow}} in the place of its id
 */
public record Platform(
    List<ClusterBinding> clusters,
    List<ServiceBinding> services,
    List<ForgeBinding> forges,
    List<RegistryBinding> registries,
    List<PrometheusBinding> prometheus,
    Optional<String> webUi) {

  public Platform {
    clusters = List.copyOf(clusters);
    services = List.copyOf(services);
    forges = List.copyOf(forges);
    registries = List.copyOf(registries);
    prometheus = List.copyOf(prometheus);
  }

  /** One that asks no Prometheus, and reads registries anonymously. */
  public Platform(
      List<ClusterBinding> clusters,
      List<ServiceBinding> services,
      List<ForgeBinding> forges,
      Optional<String> webUi) {
    this(clusters, services, forges, List.of(), List.of(), webUi);
  }

  /** One of local clusters, whose repositories all lie on disks. */
  public Platform(List<ServiceBinding> services) {
    this(services, List.of());
  }

  /** One of local clusters, that does not say where people see workflows. */
  public Platform(List<ServiceBinding> services, List<ForgeBinding> forges) {
    this(List.of(), services, forges, Optional.empty());
  }

  /** What it says of this service; empty when it does not know it. */
  public Optional<ServiceBinding> binding(String service) {
    return services.stream().filter(binding -> binding.service().equals(service)).findFirst();
  }

  /** The Kubernetes cluster of this name; empty when it is a local one, or unknown. */
  public Optional<ClusterBinding> cluster(String name) {
    return clusters.stream().filter(cluster -> cluster.name().equals(name)).findFirst();
  }

  /** The forge at which a repository lies; where one lies inside another's URL, the inner one. */
  public Optional<ForgeBinding> forge(String repository) {
    return forges.stream()
        .filter(forge -> forge.holds(repository))
        .max(Comparator.comparingInt(forge -> forge.url().length()));
  }
}
