package dev.slipway.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.OutdatedObjectException;
import dev.slipway.manifest.Manifest;
import dev.slipway.temporal.FailureType;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Weights in the HTTPRoute of a cluster whose gateway tells in {@code status.weightsInForce} which
 * weights it really uses: the local one.
 */
public final class LocalGatewayRouter implements Router {

  private static final String KIND = "HTTPRoute";
  private static final int ATTEMPTS = 5;

  private final Cluster cluster;

  public LocalGatewayRouter(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public void shift(Route route, double canary) {
    for (int attempt = 1; ; attempt++) {
      Manifest live =
          cluster
              .get(route.namespace(), KIND, route.name())
              .orElseThrow(
                  () ->
                      FailureType.NOT_FOUND.retryable(
                          "there is no HTTPRoute/" + route.name() + " whose weights to shift"));
      Optional<Manifest> shifted = shifted(live, route, canary);
      if (shifted.isEmpty()) {
        return;
      }
      try {
        cluster.apply(route.namespace(), shifted.get(), Cluster.Effect.LASTING);
        return;
      } catch (OutdatedObjectException e) {
        if (attempt == ATTEMPTS) {
          throw FailureType.UNREACHABLE.retryable(
              "HTTPRoute/" + route.name() + " is changed by somebody else all the time", e);
        }
      }
    }
  }

  @Override
  public OptionalDouble inForce(Route route) {
    JsonNode weights =
        cluster
            .get(route.namespace(), KIND, route.name())
            .map(live -> live.json().path("status").path("weightsInForce"))
            .orElse(JsonNodeFactory.instance.objectNode());
    double canary = weights.path(route.canary()).asDouble(0);
    double stable = weights.path(route.stable()).asDouble(0);
    return canary + stable > 0
        ? OptionalDouble.of(100 * canary / (canary + stable))
        : OptionalDouble.empty();
  }

  /** Empty when the route is so already. */
  private static Optional<Manifest> shifted(Manifest live, Route route, double canary) {
    ObjectNode json = live.json().deepCopy();
    json.remove("status");
    boolean named = false;
    for (JsonNode rule : json.path("spec").path("rules")) {
      if (rule.path("backendRefs") instanceof ArrayNode backends) {
        named |= share(backends, route, canary);
      }
    }
    if (!named) {
      throw FailureType.NOT_FOUND.retryable(
          live.id() + " has no backendRef to the Service " + route.stable());
    }
    return json.path("spec").equals(live.json().path("spec"))
        ? Optional.empty()
        : Optional.of(new Manifest(json));
  }

  private static boolean share(ArrayNode backends, Route route, double canary) {
    int stableAt = -1;
    for (int i = backends.size() - 1; i >= 0; i--) {
      String name = backends.get(i).path("name").asText();
      if (name.equals(route.canary())) {
        backends.remove(i);
        stableAt--;
      } else if (name.equals(route.stable())) {
        stableAt = i;
      }
    }
    if (stableAt < 0 || !(backends.get(stableAt) instanceof ObjectNode stable)) {
      return false;
    }
    stable.remove("weight");
    if (canary > 0) {
      ObjectNode second = stable.deepCopy();
      second.put("name", route.canary());
      // Whole per cents where they do: a person reads them.
      int scale = canary == Math.rint(canary) ? 1 : 100;
      int weight = Math.toIntExact(Math.round(canary * scale));
      stable.put("weight", 100 * scale - weight);
      second.put("weight", weight);
      backends.insert(stableAt + 1, second);
    }
    return true;
  }
}
