package dev.slipway.localcluster.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.localcluster.object.InvalidObject.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the fields of a JSON object and remembers which were read, so that {@link #end} can refuse
 * the others: a field that means something and is not kept must not pass in silence. Errors are
 * gathered, not thrown; a wrong field reads as its default.
 */
final class Fields {

  private static final String UNSUPPORTED = "is not supported by the local cluster";

  private final String path;
  private final JsonNode node;
  private final List<FieldError> errors;
  private final Set<String> read = new HashSet<>();

  private Fields(String path, JsonNode node, List<FieldError> errors) {
    this.path = path;
    this.errors = errors;
    if (node.isMissingNode() || node.isNull() || node.isObject()) {
      this.node = node.isObject() ? node : MissingNode.getInstance();
    } else {
      this.node = MissingNode.getInstance();
      errors.add(new FieldError(path.isEmpty() ? "the object" : path, "must be an object"));
    }
  }

  static Fields root(JsonNode node, List<FieldError> errors) {
    return new Fields("", node, errors);
  }

  static Fields at(String path, JsonNode node, List<FieldError> errors) {
    return new Fields(path, node, errors);
  }

  boolean has(String name) {
    return node.hasNonNull(name);
  }

  JsonNode raw(String name) {
    read.add(name);
    return node.path(name);
  }

  Fields child(String name) {
    return new Fields(pathOf(name), raw(name), errors);
  }

  List<Fields> children(String name) {
    List<Fields> children = new ArrayList<>();
    JsonNode array = arrayOf(name);
    for (int i = 0; i < array.size(); i++) {
      children.add(new Fields(pathOf(name) + "[" + i + "]", array.get(i), errors));
    }
    return children;
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    JsonNode array = arrayOf(name);
    for (int i = 0; i < array.size(); i++) {
      if (array.get(i).isTextual()) {
        texts.add(array.get(i).textValue());
      } else {
        errors.add(new FieldError(pathOf(name) + "[" + i + "]", "must be a string"));
      }
    }
    return texts;
  }

  Map<String, String> textMap(String name) {
    Map<String, String> map = new LinkedHashMap<>();
    child(name)
        .node
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isTextual()) {
                map.put(entry.getKey(), entry.getValue().textValue());
              } else {
                errors.add(new FieldError(pathOf(name) + "." + entry.getKey(), "must be a string"));
              }
            });
    return map;
  }

  Optional<String> text(String name) {
    JsonNode value = raw(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      refuse(name, "must be a string");
      return Optional.empty();
    }
    return Optional.of(value.textValue());
  }

  String requiredText(String name) {
    Optional<String> text = text(name).filter(value -> !value.isEmpty());
    if (text.isEmpty()) {
      refuse(name, "is required");
    }
    return text.orElse("");
  }

  int number(String name, int otherwise, int least, int most) {
    JsonNode value = raw(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      refuse(name, "must be a whole number from " + least + " to " + most);
      return otherwise;
    }
    return value.intValue();
  }

  boolean flag(String name) {
    JsonNode value = raw(name);
    if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
      refuse(name, "must be true or false");
    }
    return value.asBoolean(false);
  }

  /** The field may only have the one value that is what the cluster does anyway. */
  void only(String name, String... allowed) {
    text(name)
        .filter(value -> !List.of(allowed).contains(value))
        .ifPresent(value -> refuse(name, "must be " + String.join(" or ", allowed)));
  }

  /** Fields that change nothing here. */
  void ignore(String... names) {
    read.addAll(List.of(names));
  }

  void refuse(String name, String message) {
    errors.add(new FieldError(pathOf(name), message));
  }

  void refuseHere(String message) {
    errors.add(new FieldError(path, message));
  }

  /** Refuses every field that was neither read nor ignored. */
  void end() {
    node.properties().stream()
        .filter(entry -> !read.contains(entry.getKey()))
        .filter(entry -> !entry.getValue().isNull())
        .forEach(entry -> refuse(entry.getKey(), UNSUPPORTED));
  }

  String path() {
    return path;
  }

  List<FieldError> errors() {
    return errors;
  }

  JsonNode node() {
    return node;
  }

  private String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private JsonNode arrayOf(String name) {
    JsonNode array = raw(name);
    if (!array.isMissingNode() && !array.isNull() && !array.isArray()) {
      refuse(name, "must be a list");
      return MissingNode.getInstance();
    }
    return array;
  }
}
