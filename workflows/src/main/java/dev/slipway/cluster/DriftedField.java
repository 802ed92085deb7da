package dev.slipway.cluster;

import java.util.Optional;

/**
 * A field of a live object that differed from the desired state.
 *
 * @param object as {@code Deployment/shop}
 * @param path as {@code spec.replicas}; empty: the object as a whole, which is not there
 * @param setBy the field manager that has set it so; empty where the cluster does not say
 * @param healed whether it was mended
 */
public record DriftedField(String object, String path, Optional<String> setBy, boolean healed) {

  /** {@code Deployment/shop: spec.replicas}, or the object: what tells one from another. */
  public String name() {
    return path.isEmpty() ? object : object + ": " + path;
  }
}
