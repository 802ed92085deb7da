package dev.slipway.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.Cluster;
import dev.slipway.delivery.HeaderRoute;
import dev.slipway.manifest.Manifest;
import dev.slipway.temporal.FailureType;
import java.util.Optional;
import java.util.function.Function;

/** Writes weights and testers' rules into an HTTPRoute, and nothing else of it. */
final class RouteWeights {

  static final String KIND = "HTTPRoute";

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
