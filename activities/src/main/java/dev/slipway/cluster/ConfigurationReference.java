package dev.slipway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in a pod template that names a ConfigMap or a Secret.
 *
 * @param kind ConfigMap or Secret
 * @param holder the node of the template whose field holds the name: writing to it renames
 */
public record ConfigurationReference(String kind, ObjectNode holder, String field) {

  private static final String CONFIG_MAP = "ConfigMap";
  private static final String SECRET = "Secret";

  public String name() {
    return holder.path(field).asText();
  }

  /** {@code ConfigMap/shop}. */
  public String id() {
    return kind + "/" + name();
  }

  public void rename(String name) {
    holder.put(field, name);
  }

  /** All of them, in the order of the template. */
  public static List<ConfigurationReference> in(JsonNode podTemplate) {
    List<ConfigurationReference> found = new ArrayList<>();
    JsonNode spec = podTemplate.path("spec");
    for (String containers : List.of("initContainers", "containers")) {
      for (JsonNode container : spec.path(containers)) {
        for (JsonNode source : container.path("envFrom")) {
          add(found, CONFIG_MAP, source.path("configMapRef"), "name");
          add(found, SECRET, source.path("secretRef"), "name");
        }
        for (JsonNode variable : container.path("env")) {
          add(found, CONFIG_MAP, variable.path("valueFrom").path("configMapKeyRef"), "name");
          add(found, SECRET, variable.path("valueFrom").path("secretKeyRef"), "name");
        }
      }
    }
    for (JsonNode volume : spec.path("volumes")) {
      add(found, CONFIG_MAP, volume.path("configMap"), "name");
      add(found, SECRET, volume.path("secret"), "secretName");
      for (JsonNode source : volume.path("projected").path("sources")) {
        add(found, CONFIG_MAP, source.path("configMap"), "name");
        add(found, SECRET, source.path("secret"), "name");
      }
    }
    for (JsonNode pull : spec.path("imagePullSecrets")) {
      add(found, SECRET, pull, "name");
    }
    return found;
  }

  private static void add(
      List<ConfigurationReference> found, String kind, JsonNode holder, String field) {
    if (holder instanceof ObjectNode object && object.path(field).isTextual()) {
      found.add(new ConfigurationReference(kind, object, field));
    }
  }
}
