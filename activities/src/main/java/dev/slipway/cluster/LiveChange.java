package dev.slipway.cluster;

import dev.slipway.environment.EnvironmentKey;
import java.util.Map;
import java.util.Optional;

/**
 * Something changed in a cluster, whoever did it.
 *
 * @param namespace where; blank for what lies in none
 * @param owner whose it is, by its labels; empty when it may be anybody's there
 */
public record LiveChange(String namespace, Optional<EnvironmentKey> owner) {

  /** Of an object with these labels. */
  public static LiveChange of(String namespace, Map<String, String> labels) {
    return new LiveChange(namespace, Ownership.ownerOf(labels));
  }

  /** Of whatever lies there. */
  public static LiveChange anywhereIn(String namespace) {
    return new LiveChange(namespace, Optional.empty());
  }

  /**
   * Whether an environment has to look.
   *
   * @param itsNamespace in this cluster
   */
  public boolean concerns(EnvironmentKey key, String itsNamespace) {
    return owner.isPresent()
        ? owner.get().equals(key)
        : namespace.isBlank() || namespace.equals(itsNamespace);
  }
}
