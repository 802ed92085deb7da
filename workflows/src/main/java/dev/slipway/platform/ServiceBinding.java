package dev.slipway.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.slipway.delivery.EnvironmentPlan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the platform says of a service.
 *
 * @param maximumBuilds how many of its releases may be building at once; 2 by default
 * @param groups people by the group's name; a delivery file may name the group instead of them
 * @param reporting how releases show on their commits; empty: the source lies at no forge that
 *     could
 */
public record ServiceBinding(
    String service,
    String team,
    SourceBinding source,
    int maximumBuilds,
    List<EnvironmentBinding> environments,
    Map<String, List<String>> groups,
    Optional<CommitReporting> reporting) {

  /**
   * @param groups null where an older worker did not write it
   */
  @JsonCreator
  public ServiceBinding(
      String service,
      String team,
      SourceBinding source,
      int maximumBuilds,
      List<EnvironmentBinding> environments,
      @Nullable Map<String, List<String>> groups,
      Optional<CommitReporting> reporting) {
    this.service = service;
    this.team = team;
    this.source = source;
    this.maximumBuilds = maximumBuilds;
    this.environments = List.copyOf(environments);
    this.groups = groups == null ? Map.of() : inOrder(groups);
    this.reporting = reporting;
  }

  /** A service whose releases do not show on their commits. */
  public ServiceBinding(
      String service,
      String team,
      SourceBinding source,
      int maximumBuilds,
      List<EnvironmentBinding> environments,
      Map<String, List<String>> groups) {
    this(service, team, source, maximumBuilds, environments, groups, Optional.empty());
  }

  /** A service whose delivery file names people, not groups. */
  public ServiceBinding(
      String service,
      String team,
      SourceBinding source,
      int maximumBuilds,
      List<EnvironmentBinding> environments) {
    this(service, team, source, maximumBuilds, environments, Map.of());
  }

  /**
   * @param branch whose head is released
   * @param deliveryFile path inside the repository
   */
  public record SourceBinding(String repository, String branch, String deliveryFile) {}

  public Optional<EnvironmentBinding> environment(String name) {
    return environments.stream().filter(environment -> environment.name().equals(name)).findFirst();
  }

  /**
   * Who may approve a change of this plan: those whom the platform names for the environment and
   * whom the delivery file names in {@code approval.by}. Where one of them names nobody, it leaves
   * the choice to the other.
   */
  public Approvers approvers(EnvironmentPlan plan) {
    Approvers platform =
        named(environment(plan.name()).map(EnvironmentBinding::approvers).orElse(List.of()));
    return platform.and(named(plan.approval().by()));
  }

  /** Not Map.copyOf: its order differs from one process to the next, which a replay must not. */
  private static Map<String, List<String>> inOrder(Map<String, List<String>> groups) {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    groups.forEach((group, people) -> copy.put(group, List.copyOf(people)));
    return Collections.unmodifiableMap(copy);
  }

  private Approvers named(List<String> names) {
    return new Approvers(
        names.isEmpty()
            ? Optional.empty()
            : Optional.of(
                names.stream()
                    .flatMap(name -> groups.getOrDefault(name, List.of(name)).stream())
                    .distinct()
                    .toList()));
  }
}
