package dev.slipway.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the platform says of a service.
 *
 * @param groups people by the name of their group, as far as delivery files may name them
 * @param maximumBuilds how many of its releases may be building at once
 */
public record ServiceBinding(
    String service,
    String team,
    SourceBinding source,
    int maximumBuilds,
    List<EnvironmentBinding> environments,
    Map<String, List<String>> groups) {

  /** Without groups. */
  public ServiceBinding(
      String service,
      String team,
      SourceBinding source,
      int maximumBuilds,
      List<EnvironmentBinding> environments) {
    this(service, team, source, maximumBuilds, environments, Map.of());
  }

  @JsonCreator
  public ServiceBinding {
    groups = groups == null ? Map.of() : Map.copyOf(groups);
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
