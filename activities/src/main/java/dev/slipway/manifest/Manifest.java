package dev.slipway.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One object of a config repository.
 *
 * @param json the whole object; has {@code apiVersion}, {@code kind} and {@code metadata.name}
 */
public record Manifest(ObjectNode json) {

  public Manifest {
    for (String field : new String[] {"/apiVersion", "/kind", "/metadata/name"}) {
      if (json.at(field).asText("").isBlank()) {
        throw new IllegalArgumentException(
            "an object without " + field.substring(1).replace('/', '.'));
      }
    }
  }

  public String kind() {
    return json.at("/kind").asText();
  }

  public String name() {
    return json.at("/metadata/name").asText();
  }

  /** {@code Deployment/shop}, as in reports. */
  public String id() {
    return kind() + "/" + name();
  }
}
