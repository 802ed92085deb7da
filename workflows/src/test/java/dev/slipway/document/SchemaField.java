package dev.slipway.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One field of a schema.
 *
 * @param path {@code environments[].rollout.canary.steps}
 */
public record SchemaField(String path, boolean required, JsonNode schema) {

  public List<JsonNode> examples() {
    List<JsonNode> examples = new ArrayList<>();
    schema.path("examples").forEach(examples::add);
    return examples;
  }

  public Optional<JsonNode> usual() {
    return Optional.ofNullable(schema.get("default"));
  }

  public String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** The sets of fields in a document in which this one may stand. */
  public List<ObjectNode> holders(JsonNode document) {
    List<JsonNode> holders = List.of(document);
    List<String> steps = List.of(path.split("\\.", -1));
    for (String step : steps.subList(0, steps.size() - 1)) {
      holders = holders.stream().flatMap(holder -> below(holder, step).stream()).toList();
    }
    return holders.stream()
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast)
        .toList();
  }

  /** Its row on the reference page. */
  public String row() {
    String usual =
        required
            ? "required"
            : usual()
                .map(value -> "`" + written(value) + "`")
                .orElse(schema.path("x-default").asText("none"));
    return "| `%s` | %s | %s | `%s` | %s |"
        .formatted(
            path,
            kind(),
            usual,
            written(examples().getFirst()),
            schema.path("description").asText());
  }

  private String kind() {
    if (schema.has("const")) {
      return "text";
    }
    if (schema.has("enum")) {
      List<String> values = new ArrayList<>();
      schema.get("enum").forEach(value -> values.add("`" + value.asText() + "`"));
      return String.join(", ", values);
    }
    if (schema.path("type").isArray()) {
      return "whole number or percentage";
    }
    String pattern = schema.path("pattern").asText();
    return switch (schema.path("type").asText()) {
      case "boolean" -> "`true`, `false`";
      case "integer" -> "whole number";
      case "array" -> "list";
      case "object" -> "fields";
      default ->
          pattern.contains("}ms)") ? "duration" : pattern.endsWith("%$") ? "percentage" : "text";
    };
  }

  /** As a person writes it in YAML's flow style. */
  private static String written(JsonNode value) {
    if (value.isObject()) {
      List<String> parts = new ArrayList<>();
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        parts.add(entry.getKey() + ": " + written(entry.getValue()));
      }
      return "{" + String.join(", ", parts) + "}";
    }
    if (value.isArray()) {
      List<String> parts = new ArrayList<>();
      value.forEach(item -> parts.add(written(item)));
      return "[" + String.join(", ", parts) + "]";
    }
    return value.asText();
  }

  private static List<JsonNode> below(JsonNode holder, String step) {
    boolean list = step.endsWith("[]");
    JsonNode value = holder.path(list ? step.substring(0, step.length() - 2) : step);
    if (value.isMissingNode()) {
      return List.of();
    }
    List<JsonNode> values = new ArrayList<>();
    if (list) {
      value.forEach(values::add);
    } else {
      values.add(value);
    }
    return values;
  }
}
