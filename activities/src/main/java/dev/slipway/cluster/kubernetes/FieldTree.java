package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A set of fields in the form {@code FieldsV1}: {@code f:name} is a field, {@code k:{…}} the item
 * of a list with these keys, {@code v:…} the item with this value; a leaf stands for all below it.
 *
 * @param fields the root of the set
 */
record FieldTree(ObjectNode fields) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The values that the fields have in an object. */
  ObjectNode extract(ObjectNode object) {
    // At the root, unlike below it, no fields are no leaf that stands for all.
    return !fields.isEmpty() && extracted(fields, object) instanceof ObjectNode found
        ? found
        : JsonNodeFactory.instance.objectNode();
  }

  /** Paths of the leaves that an object has, as {@code spec.ports[0].port}. */
  List<String> paths(ObjectNode object) {
    List<String> paths = new ArrayList<>();
    collect(fields, "", object, MissingNode.getInstance(), true, paths);
    return paths;
  }

  /** Paths of what an object has, and another one has nothing of. */
  List<String> additions(ObjectNode object, JsonNode other) {
    List<String> paths = new ArrayList<>();
    collect(fields, "", object, other, false, paths);
    return paths;
  }

  private static void collect(
      JsonNode tree,
      String path,
      JsonNode object,
      JsonNode other,
      boolean leaves,
      List<String> paths) {
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      String key = entry.getKey();
      if (key.equals(".")) {
        continue;
      }
      String below = path;
      JsonNode child;
      JsonNode counterpart;
      if (key.startsWith("f:")) {
        String name = key.substring(2);
        below = path.isEmpty() ? name : path + "." + name;
        child = object.path(name);
        counterpart = other.path(name);
      } else {
        int at = index(key, object);
        int there = index(key, other);
        below = path + "[" + at + "]";
        child = at < 0 ? MissingNode.getInstance() : object.path(at);
        counterpart = there < 0 ? MissingNode.getInstance() : other.path(there);
      }
      if (child.isMissingNode()) {
        continue;
      }
      boolean missing = counterpart.isMissingNode();
      if (!isLeaf(entry.getValue()) && (leaves || !missing)) {
        collect(entry.getValue(), below, child, counterpart, leaves, paths);
      } else if (missing) {
        paths.add(below);
      }
    }
  }

  private static JsonNode extracted(JsonNode tree, JsonNode object) {
    if (isLeaf(tree)) {
      return object.deepCopy();
    }
    if (object.isArray()) {
      return items(tree, object);
    }
    ObjectNode found = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      String name = entry.getKey();
      if (name.startsWith("f:") && object.has(name.substring(2))) {
        name = name.substring(2);
        found.set(name, extracted(entry.getValue(), object.path(name)));
      }
    }
    return found;
  }

  private static ArrayNode items(JsonNode tree, JsonNode list) {
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < list.size(); i++) {
      for (Map.Entry<String, JsonNode> entry : tree.properties()) {
        if (!entry.getKey().equals(".") && index(entry.getKey(), list) == i) {
          JsonNode item = extracted(entry.getValue(), list.path(i));
          if (item instanceof ObjectNode object
              && parsed(entry.getKey()) instanceof ObjectNode keys) {
            keys.properties().forEach(key -> object.set(key.getKey(), key.getValue()));
          }
          items.add(item);
        }
      }
    }
    return items;
  }

  private static boolean isLeaf(JsonNode tree) {
    return tree.isEmpty() || (tree.size() == 1 && tree.has("."));
  }

  /** Where the item is that a key names; -1 when it is not there. */
  private static int index(String key, JsonNode list) {
    JsonNode wanted = parsed(key);
    if (key.startsWith("i:")) {
      return wanted.asInt(-1) < list.size() ? wanted.asInt(-1) : -1;
    }
    for (int i = 0; i < list.size(); i++) {
      JsonNode item = list.get(i);
      boolean same = key.startsWith("k:") ? hasKeys(item, wanted) : item.equals(wanted);
      if (same) {
        return i;
      }
    }
    return -1;
  }

  /** A key that the item leaves out has its default: protocol TCP. */
  private static boolean hasKeys(JsonNode item, JsonNode keys) {
    return keys.properties().stream()
        .allMatch(
            key ->
                item.path(key.getKey()).isMissingNode()
                    ? key.getValue().asText().equals("TCP")
                    : item.path(key.getKey()).equals(key.getValue()));
  }

  private static JsonNode parsed(String key) {
    try {
      return MAPPER.readTree(key.substring(2));
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
