package dev.slipway.cluster;

import java.util.List;
import java.util.Optional;

/**
 * How far the objects of an environment may reach, as the platform file says.
 *
 * @param kinds which there may be besides the usual ones, as the cluster names their resources:
 *     {@code certificates.cert-manager.io}, {@code namespaces}
 * @param account the service account that writes there, as {@code namespace/name}; empty: the
 *     worker's own account
 */
public record Reach(List<String> kinds, Optional<String> account) {

  /** The usual kinds, written by the worker's own account. */
  public static final Reach USUAL = new Reach(List.of(), Optional.empty());

  public Reach {
    kinds = List.copyOf(kinds);
  }
}
