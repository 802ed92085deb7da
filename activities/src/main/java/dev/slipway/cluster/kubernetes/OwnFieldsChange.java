package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.OutdatedObjectException;
import dev.slipway.manifest.FieldUnion;
import dev.slipway.manifest.Manifest;
import dev.slipway.temporal.FailureType;
import java.util.Optional;
import java.util.function.Function;

/**
 * Adds some fields to those of a live object that are ours, at the version that was read; again
 * when somebody else was faster.
 */
record OwnFieldsChange(
    KubernetesCluster cluster,
    ServerSideApply writing,
    String namespace,
    String kind,
    String name) {

  private static final int ATTEMPTS = 5;

  Optional<Manifest> carryOut(Function<Manifest, Optional<ObjectNode>> fields) {
    for (int attempt = 1; ; attempt++) {
      Optional<Manifest> live = cluster.get(namespace, kind, name);
      Optional<Manifest> changed = live.flatMap(object -> changed(object, fields));
      if (changed.isEmpty()) {
        return live;
      }
      try {
        return Optional.of(writing.write(namespace, changed.get()));
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
    Optional<ObjectNode> wanted = fields.apply(live);
    if (wanted.isEmpty() || holds(live.json(), wanted.get())) {
      return Optional.empty();
    }
    ObjectNode own = new ManagedFields(live).own();
    FieldUnion.unite(own, wanted.get());
    own.withObjectProperty("metadata")
        .set("resourceVersion", live.json().path("metadata").path("resourceVersion"));
    return Optional.of(new Manifest(own));
  }

  private static boolean holds(JsonNode live, JsonNode wanted) {
    return wanted.isObject()
        ? wanted.properties().stream()
            .allMatch(entry -> holds(live.path(entry.getKey()), entry.getValue()))
        : wanted.equals(live);
  }
}
