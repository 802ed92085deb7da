package dev.slipway.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.Cluster;
import dev.slipway.delivery.HeaderRoute;
import dev.slipway.manifest.Manifest;
import dev.slipway.temporal.FailureType;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes weights and testers' rules into an HTTPRoute, and nothing else of it. */
final class RouteWeights {

  static final String KIND = "HTTPRoute";

  /** Weights are whole numbers, of a hundred or of ten thousand. */
  private static final double ROUNDING = 0.05;

  private final Cluster cluster;

  RouteWeights(Cluster cluster) {
    this.cluster = cluster;
  }

  /** See {@link Router#shift}. */
  void set(Route route, double canary) {
    change(route, live -> rules(live, route, canary));
  }

  /** See {@link Router#admit}. */
  void admit(Route route, HeaderRoute header) {
    change(
        route,
        live -> {
          ArrayNode rules =
              live.json().withObjectProperty("spec").withArrayProperty("rules").deepCopy();
          TesterRules.remove(rules);
          TesterRules.add(rules, route, header);
          return fields(rules);
        });
  }

  private void change(Route route, Function<Manifest, ObjectNode> fields) {
    Optional<Manifest> changed =
        cluster.change(
            route.namespace(), KIND, route.name(), live -> Optional.of(fields.apply(live)));
    if (changed.isEmpty()) {
      throw FailureType.NOT_FOUND.retryable(
          "there is no HTTPRoute/" + route.name() + " whose weights to shift");
    }
  }

  private static ObjectNode rules(Manifest live, Route route, double canary) {
    JsonNode rules = live.json().path("spec").path("rules").deepCopy();
    if (canary == 0 && rules instanceof ArrayNode all) {
      TesterRules.remove(all);
    }
    boolean named = false;
    for (JsonNode rule : rules) {
      if (rule.path("backendRefs") instanceof ArrayNode backends) {
        named |= share(backends, route, canary);
      }
    }
    if (!named) {
      throw FailureType.NOT_FOUND.retryable(
          live.id() + " has no backendRef to the Service " + route.stable());
    }
    return fields(rules);
  }

  private static ObjectNode fields(JsonNode rules) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.withObjectProperty("spec").set("rules", rules);
    return fields;
  }

  private static boolean share(ArrayNode backends, Route route, double canary) {
    int stableAt = -1;
    for (int i = backends.size() - 1; i >= 0; i--) {
      String name = backends.get(i).path("name").asText();
      // A baseline's Service may be gone already: nothing must lead to it then.
      if (name.equals(route.canary()) || name.equals(route.baselineName())) {
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
      // Whole per cents where they do: a person reads them.
      int scale = canary == Math.rint(canary) ? 1 : 100;
      int weight = Math.toIntExact(Math.round(canary * scale));
      int baseline = Math.toIntExact(Math.round(route.baselineShare(canary) * scale));
      if (baseline > 0) {
        backends.insert(stableAt + 1, like(stable, route.baselineName(), baseline));
      }
      backends.insert(stableAt + 1, like(stable, route.canary(), weight));
      stable.put("weight", 100 * scale - weight - baseline);
    }
    return true;
  }

  private static ObjectNode like(ObjectNode stable, String name, int weight) {
    return stable.deepCopy().put("name", name).put("weight", weight);
  }

  /**
   * The canary's share by the weights of some backends, or why there is none: a fresh baseline has
   * to have its own share too. Empty where they name neither version.
   *
   * @param weights of backends, by name
   */
  static Optional<ShareInForce> share(Map<String, Double> weights, Route route) {
    double canary = weights.getOrDefault(route.canary(), 0.0);
    double baseline = weights.getOrDefault(route.baselineName(), 0.0);
    double all = canary + baseline + weights.getOrDefault(route.stable(), 0.0);
    if (all <= 0) {
      return Optional.empty();
    }
    double share = 100 * canary / all;
    double wanted = route.baselineShare(share);
    return Optional.of(
        Math.abs(100 * baseline / all - wanted) < ROUNDING
            ? ShareInForce.of(share)
            : ShareInForce.unknown(
                "%s %% of the traffic goes to %s instead of %s %%"
                    .formatted(
                        Math.round(100 * baseline / all),
                        route.baselineName(),
                        Math.round(wanted))));
  }
}
