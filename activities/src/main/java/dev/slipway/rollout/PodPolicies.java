package dev.slipway.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.cluster.Ownership;
import dev.slipway.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What selects the workload's pods by their labels, and would not find those derived from them,
 * which differ in one: network policies, disruption budgets, pod monitors. Each gets a copy that
 * does, so that the canary may be reached, is protected and is measured as stable is. Pure.
 *
 * @param stable labels of the workload's pods
 * @param derived those of the canary's, or of a fresh baseline's
 * @param derivation by which they were made
 */
record PodPolicies(JsonNode stable, JsonNode derived, Derivation derivation) {

  /** Kinds that a canary's pods have to fall under. */
  static final Set<String> KINDS = Set.of("NetworkPolicy", "PodDisruptionBudget", "PodMonitor");

  /** What is under a name of the canary's own: policies are united, so that it takes nothing. */
  private static final String PEERS_SUFFIX = "-peers";

  /**
   * @param policies of the namespace, whoever made them
   */
  List<Manifest> copies(List<Manifest> policies) {
    List<Manifest> copies = new ArrayList<>();
    for (Manifest policy : policies) {
      if (KINDS.contains(policy.kind()) && !Ownership.isDerived(policy)) {
        boolean network = policy.kind().equals("NetworkPolicy");
        String selector = network ? "podSelector" : "selector";
        if (misses(policy.json().path("spec").path(selector))) {
          copies.add(named(policy, derivation.suffix(), spec -> rename(spec.path(selector))));
        }
        if (network && peers(policy.json().path("spec")).stream().anyMatch(this::misses)) {
          copies.add(
              named(
                  policy,
                  derivation.suffix() + PEERS_SUFFIX,
                  spec -> peers(spec).stream().filter(this::misses).forEach(this::rename)));
        }
      }
    }
    return copies;
  }

  private Manifest named(Manifest policy, String suffix, Consumer<ObjectNode> change) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("apiVersion", policy.json().get("apiVersion"));
    json.set("kind", policy.json().get("kind"));
    ObjectNode metadata = json.putObject("metadata");
    metadata.put("name", policy.name() + suffix);
    // What labels of somebody else's mean to their tools does not hold for the copy.
    JsonNode labels = policy.json().path("metadata").path("labels");
    if (labels.path(Ownership.MANAGED_BY).asText("").equals("slipway")) {
      metadata.set("labels", labels.deepCopy());
    }
    metadata
        .withObjectProperty("labels")
        .put(Ownership.DERIVED_FOR, derivation.target().workload());
    metadata.withObjectProperty("annotations").put(Ownership.COPY_OF, policy.name());
    ObjectNode spec = policy.json().path("spec").deepCopy();
    change.accept(spec);
    json.set("spec", spec);
    return new Manifest(json);
  }

  /** Selectors of pods of the same namespace that a network policy lets in or out. */
  private static List<JsonNode> peers(JsonNode spec) {
    List<JsonNode> peers = new ArrayList<>();
    for (String[] way : new String[][] {{"ingress", "from"}, {"egress", "to"}}) {
      for (JsonNode rule : spec.path(way[0])) {
        for (JsonNode peer : rule.path(way[1])) {
          if (peer.has("podSelector") && !peer.has("namespaceSelector")) {
            peers.add(peer.get("podSelector"));
          }
        }
      }
    }
    return peers;
  }

  private boolean misses(JsonNode selector) {
    return selector.isObject() && matches(selector, stable) && !matches(selector, derived);
  }

  private static boolean matches(JsonNode selector, JsonNode labels) {
    boolean equal =
        selector.path("matchLabels").properties().stream()
            .allMatch(entry -> labels.path(entry.getKey()).equals(entry.getValue()));
    if (!equal) {
      return false;
    }
    for (JsonNode expression : selector.path("matchExpressions")) {
      if (!holds(expression, labels)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(JsonNode expression, JsonNode labels) {
    JsonNode value = labels.path(expression.path("key").asText());
    boolean among = false;
    for (JsonNode one : expression.path("values")) {
      among |= one.equals(value);
    }
    return switch (expression.path("operator").asText()) {
      case "In" -> among;
      case "NotIn" -> !among;
      case "Exists" -> !value.isMissingNode();
      case "DoesNotExist" -> value.isMissingNode();
      default -> false;
    };
  }

  private void rename(JsonNode selector) {
    if (selector.path("matchLabels") instanceof ObjectNode labels) {
      labels.fieldNames().forEachRemaining(key -> labels.set(key, derived.path(key)));
    }
    for (JsonNode expression : selector.path("matchExpressions")) {
      if (expression.path("operator").asText().equals("In")
          && expression.path("values") instanceof ArrayNode values) {
        JsonNode own = derived.path(expression.path("key").asText());
        values.removeAll();
        values.add(own.isTextual() ? own : TextNode.valueOf(""));
      }
    }
  }
}
