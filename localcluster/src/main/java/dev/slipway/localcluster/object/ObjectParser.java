package dev.slipway.localcluster.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.localcluster.object.InvalidObject.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns the JSON that somebody wrote into an object that the cluster can keep its promise on. */
final class ObjectParser {

  private static final String[] OF_THE_SERVER = {
    "uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink"
  };

  private ObjectParser() {}

  /**
   * Parses an object without what the server adds.
   *
   * @throws InvalidObject naming every wrong field
   */
  static StoredObject parse(ObjectKey key, JsonNode body) {
    List<FieldError> errors = new ArrayList<>();
    Fields root = Fields.root(body, errors);
    root.only("apiVersion", key.kind().apiVersion());
    root.only("kind", key.kind().word());
    root.ignore("status");
    ObjectNode json = Json.object();
    json.put("apiVersion", key.kind().apiVersion());
    json.put("kind", key.kind().word());
    json.set("metadata", metadata(key, root.child("metadata")));
    ObjectSpec spec =
        switch (key.kind()) {
          case DEPLOYMENT -> DeploymentSpec.of(spec(root, json));
          case SERVICE -> ServiceSpec.of(spec(root, json));
          case HTTP_ROUTE -> RouteSpec.of(spec(root, json));
          case CONFIG_MAP -> configMap(root, json);
          case SECRET -> secret(root, json);
        };
    root.end();
    if (!errors.isEmpty()) {
      throw new InvalidObject(errors);
    }
    return new StoredObject(key, spec, json);
  }

  private static ObjectNode metadata(ObjectKey key, Fields metadata) {
    metadata.only("name", key.name());
    metadata.only("namespace", key.namespace());
    metadata.ignore(OF_THE_SERVER);
    ObjectNode json = Json.object();
    json.put("name", key.name());
    json.put("namespace", key.namespace());
    putMap(json, "labels", metadata.textMap("labels"));
    putMap(json, "annotations", metadata.textMap("annotations"));
    metadata.end();
    return json;
  }

  private static Fields spec(Fields root, ObjectNode json) {
    Fields spec = root.child("spec");
    if (!root.has("spec")) {
      root.refuse("spec", "is required");
    }
    json.set("spec", root.raw("spec").deepCopy());
    return spec;
  }

  private static ObjectSpec configMap(Fields root, ObjectNode json) {
    ConfigurationValues values = ConfigurationValues.ofConfigMap(root);
    putMap(json, "data", values.values());
    return values;
  }

  /** As Kubernetes does, {@code stringData} is written into {@code data}. */
  private static ObjectSpec secret(Fields root, ObjectNode json) {
    ConfigurationValues encoded = ConfigurationValues.ofSecret(root);
    Map<String, String> values = new TreeMap<>(encoded.values());
    values.putAll(root.textMap("stringData"));
    Map<String, String> data = new TreeMap<>(root.textMap("data"));
    root.textMap("stringData")
        .forEach(
            (key, value) ->
                data.put(
                    key,
                    Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    json.put("type", "Opaque");
    putMap(json, "data", data);
    return new ConfigurationValues(values);
  }

  private static void putMap(ObjectNode json, String name, Map<String, String> map) {
    if (!map.isEmpty()) {
      ObjectNode node = json.putObject(name);
      new TreeMap<>(map).forEach(node::put);
    }
  }
}
