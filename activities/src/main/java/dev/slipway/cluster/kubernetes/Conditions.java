package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.manifest.Manifest;

/**
 * The standard conditions of a status.
 *
 * @param list as they stand there
 */
record Conditions(JsonNode list) {

  static Conditions of(Manifest live) {
    return new Conditions(live.json().path("status").path("conditions"));
  }

  boolean isTrue(String type) {
    return find(type).path("status").asText().equals("True");
  }

  boolean isFalse(String type) {
    return find(type).path("status").asText().equals("False");
  }

  boolean has(String type) {
    return !find(type).isMissingNode();
  }

  /** Of an older generation of the object: it may be otherwise now. */
  boolean isOutdated(String type, long generation) {
    JsonNode observed = find(type).path("observedGeneration");
    return observed.isNumber() && observed.asLong() < generation;
  }

  /** What it says to a person; its reason where it says nothing. */
  String said(String type) {
    JsonNode condition = find(type);
    String message = condition.path("message").asText("").strip();
    return message.isEmpty() ? condition.path("reason").asText("no reason given") : message;
  }

  private JsonNode find(String type) {
    for (JsonNode condition : list) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    return MissingNode.getInstance();
  }
}
