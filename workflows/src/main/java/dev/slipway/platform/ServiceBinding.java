package dev.slipway.platform;

import java.util.List;
import java.util.Optional;

/**
 * What the platform says of a service.
 *
 * @param maximumBuilds how many of its releases may be building at once
 */
public record ServiceBinding(
    String service,
    String team,
    SourceBinding source,
    int maximumBuilds,
    List<EnvironmentBinding> environments) {

  public ServiceBinding {
    environments = List.copyOf(environments);
  }

  /**
   * @param branch whose head is released
   * @param deliveryFile path inside the repository
   */
  public record SourceBinding(String repository, String branch, String deliveryFile) {}

  public Optional<EnvironmentBinding> environment(String name) {
    return environments.stream().filter(environment -> environment.name().equals(name)).findFirst();
  }
}
