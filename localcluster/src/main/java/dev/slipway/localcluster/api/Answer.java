package dev.slipway.localcluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.localcluster.object.InvalidObject;
import dev.slipway.localcluster.object.Json;
import java.nio.charset.StandardCharsets;

/**
 * What the API answers.
 *
 * @param code HTTP status
 */
record Answer(int code, String contentType, String body) {

  static Answer json(JsonNode node) {
    return json(200, node);
  }

  static Answer text(String contentType, String text) {
    return new Answer(200, contentType, text);
  }

  static Answer error(int code, String message) {
    return json(code, Json.object().put("message", message));
  }

  /** Names each wrong field also in a form for programs. */
  static Answer invalid(InvalidObject invalid) {
    var json = Json.object().put("message", invalid.getMessage());
    var errors = json.putArray("errors");
    invalid
        .errors()
        .forEach(
            error ->
                errors.addObject().put("field", error.field()).put("message", error.message()));
    return json(422, json);
  }

  byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }

  private static Answer json(int code, JsonNode node) {
    return new Answer(
        code, "application/json", new String(Json.write(node), StandardCharsets.UTF_8));
  }
}
