package dev.slipway.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.delivery.HeaderRoute;
import dev.slipway.delivery.RolloutPlan;

/**
 * Rules of an HTTPRoute by which testers get to the canary: copies of those that lead to the stable
 * Service, with a header more, at the end. The Gateway API puts the rule that asks for more headers
 * before the one that it is a copy of. Pure.
 */
public final class TesterRules {

  /** What the name of the Service ends with by which testers get to the canary. */
  public static final String SUFFIX = "-testers";

  private TesterRules() {}

  /** Whether a rule is one of them. */
  public static boolean isOne(JsonNode rule) {
    JsonNode backends = rule.path("backendRefs");
    for (JsonNode backend : backends) {
      if (!backend.path("name").asText().endsWith(RolloutPlan.CANARY_SUFFIX + SUFFIX)) {
        return false;
      }
    }
    return !backends.isEmpty();
  }

  static void remove(ArrayNode rules) {
    for (int i = rules.size() - 1; i >= 0; i--) {
      if (isOne(rules.get(i))) {
        rules.remove(i);
      }
    }
  }

  static void add(ArrayNode rules, Route route, HeaderRoute header) {
    int plain = rules.size();
    for (int i = 0; i < plain; i++) {
      JsonNode rule = rules.get(i);
      for (JsonNode backend : rule.path("backendRefs")) {
        if (backend.path("name").asText().equals(route.stable())) {
          rules.add(copy((ObjectNode) rule, (ObjectNode) backend, route, header));
          break;
        }
      }
    }
  }

  private static ObjectNode copy(
      ObjectNode rule, ObjectNode stable, Route route, HeaderRoute header) {
    ObjectNode copy = rule.deepCopy();
    // Names of rules are unique in a route.
    copy.remove("name");
    ObjectNode testers = stable.deepCopy();
    testers.remove("weight");
    testers.put("name", route.canary() + SUFFIX);
    copy.putArray("backendRefs").add(testers);
    ArrayNode matches = copy.withArrayProperty("matches");
    if (matches.isEmpty()) {
      matches.addObject();
    }
    for (JsonNode match : matches) {
      ((ObjectNode) match)
          .withArrayProperty("headers")
          .add(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("type", "Exact")
                  .put("name", header.name())
                  .put("value", header.value()));
    }
    return copy;
  }
}
