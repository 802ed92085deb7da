package dev.slipway.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.manifest.FieldUnion;
import dev.slipway.manifest.Manifest;
import dev.slipway.temporal.FailureType;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads an object, sets some of its fields, and writes it at the version that was read; again when
 * somebody else was faster.
 *
 * @param cluster where it lies
 */
record FieldChange(Cluster cluster, String namespace, String kind, String name) {

  private static final int ATTEMPTS = 5;

  Optional<Manifest> carryOut(Function<Manifest, Optional<ObjectNode>> fields) {
    for (int attempt = 1; ; attempt++) {
      Optional<Manifest> live = cluster.get(namespace, kind, name);
      Optional<Manifest> changed = live.flatMap(object -> changed(object, fields));
      if (changed.isEmpty()) {
        return live;
      }
      try {
        return Optional.of(cluster.apply(namespace, changed.get(), Cluster.Effect.LASTING));
      } catch (OutdatedObjectException e) {
        if (attempt == ATTEMPTS) {
          throw FailureType.UNREACHABLE.retryable(
              kind + "/" + name + " is changed by somebody else all the time", e);
        }
      }
    }
  }

  /** Empty when it is so already. */
  private static Optional<Manifest> changed(
      Manifest live, Function<Manifest, Optional<ObjectNode>> fields) {
    ObjectNode json = live.json().deepCopy();
    fields.apply(live).ifPresent(wanted -> FieldUnion.unite(json, wanted));
    if (json.equals(live.json())) {
      return Optional.empty();
    }
    json.remove("status");
    return Optional.of(new Manifest(json));
  }
}
