package dev.slipway.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a service remembers; carried over when it continues as new.
 *
 * @param released the source branch's commit that was released last
 * @param pending commit that waits for a free build; a newer one takes its place
 * @param running releases under way, oldest first, with whether they have built
 * @param lastNumber number of the newest release
 * @param attempts releases so far by abbreviated commit, at most 500
 * @param recent ended releases, newest first, at most 50
 */
public record ServiceState(
    String service,
    Optional<String> released,
    Optional<String> pending,
    Map<String, Boolean> running,
    long lastNumber,
    Map<String, Integer> attempts,
    List<String> recent) {

  public ServiceState {
    running = new java.util.LinkedHashMap<>(running);
    attempts = Map.copyOf(attempts);
    recent = List.copyOf(recent);
  }

  /** A service of which nothing has been released yet. */
  public static ServiceState fresh(String service) {
    return new ServiceState(
        service, Optional.empty(), Optional.empty(), Map.of(), 0, Map.of(), List.of());
  }
}
