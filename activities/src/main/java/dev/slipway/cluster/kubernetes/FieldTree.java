package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.FieldPath;
import dev.slipway.manifest.FieldUnion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A set of fields in the form {@code FieldsV1}: {@code f:name} is a field, {@code k:{…}} the item
 * of a list with these keys, {@code v:…} the item with this value; a leaf stands for all below it.
 *
 * @param fields the root of the set
 */
record FieldTree(ObjectNode fields) {

  /** No field at all. */
  static final FieldTree NONE = new FieldTree(JsonNodeFactory.instance.objectNode());

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final FieldPath ROOT = new FieldPath(List.of());

  /** One field that lies in no list. */
  static FieldTree of(FieldPath field) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    ObjectNode at = tree;
    for (FieldPath.Step step : field.steps()) {
      if (!(step instanceof FieldPath.Step.Name name)) {
        return NONE;
      }
      at = at.putObject("f:" + name.name());
    }
    return new FieldTree(tree);
  }

  /** The values that the fields have in an object. */
  ObjectNode extract(ObjectNode object) {
    // At the root, unlike below it, no fields are no leaf that stands for all.
    return !fields.isEmpty() && extracted(fields, object) instanceof ObjectNode found
        ? found
        : JsonNodeFactory.instance.objectNode();
  }

  /** The leaves that an object has. */
  List<FieldPath> leaves(ObjectNode object) {
    List<FieldPath> leaves = new ArrayList<>();
    collect(fields, ROOT, object, MissingNode.getInstance(), true, leaves);
    return leaves;
  }

  /** What an object has, and another one has nothing of. */
  List<FieldPath> additions(ObjectNode object, JsonNode other) {
    List<FieldPath> additions = new ArrayList<>();
    collect(fields, ROOT, object, other, false, additions);
    return additions;
  }

  /** Both sets as one, which is new. */
  FieldTree and(FieldTree other) {
    ObjectNode both = fields.deepCopy();
    FieldUnion.unite(both, other.fields);
    return new FieldTree(both);
  }

  /** The part of the set with those leaves of an object that are wanted. */
  ObjectNode part(ObjectNode object, Predicate<FieldPath> wanted) {
    return part(fields, ROOT, object, wanted);
  }

  private static ObjectNode part(
      JsonNode tree, FieldPath path, JsonNode object, Predicate<FieldPath> wanted) {
    ObjectNode part = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      String key = entry.getKey();
      if (key.equals(".")) {
        if (wanted.test(path)) {
          part.set(key, entry.getValue());
        }
        continue;
      }
      FieldPath below = below(path, key, object);
      if (isLeaf(entry.getValue())) {
        if (wanted.test(below)) {
          part.set(key, entry.getValue());
        }
      } else {
        ObjectNode inner = part(entry.getValue(), below, child(key, object), wanted);
        if (!inner.isEmpty()) {
          part.set(key, inner);
        }
      }
    }
    return part;
  }

  private static void collect(
      JsonNode tree,
      FieldPath path,
      JsonNode object,
      JsonNode other,
      boolean leaves,
      List<FieldPath> found) {
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      String key = entry.getKey();
      JsonNode child = key.equals(".") ? MissingNode.getInstance() : child(key, object);
      if (child.isMissingNode()) {
        continue;
      }
      FieldPath below = below(path, key, object);
      JsonNode counterpart = child(key, other);
      boolean missing = counterpart.isMissingNode();
      if (!isLeaf(entry.getValue()) && (leaves || !missing)) {
        collect(entry.getValue(), below, child, counterpart, leaves, found);
      } else if (missing) {
        found.add(below);
      }
    }
  }

  private static FieldPath below(FieldPath path, String key, JsonNode object) {
    return key.startsWith("f:")
        ? path.then(new FieldPath.Step.Name(key.substring(2)))
        : path.then(new FieldPath.Step.Item(index(key, object)));
  }

  private static JsonNode child(String key, JsonNode object) {
    if (key.startsWith("f:")) {
      return object.path(key.substring(2));
    }
    int at = index(key, object);
    return at < 0 ? MissingNode.getInstance() : object.path(at);
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

  /** Whether an item of a list is the one with these keys. */
  static boolean hasKeys(JsonNode item, JsonNode keys) {
    return keys.properties().stream()
        .allMatch(key -> key(item, key.getKey()).equals(key.getValue()));
  }

  /** A key that the item leaves out has its default: protocol TCP. */
  static JsonNode key(JsonNode item, String name) {
    return name.equals("protocol") && !item.has(name)
        ? JsonNodeFactory.instance.textNode("TCP")
        : item.path(name);
  }

  /** The keys, or the value, of an item as its name in the tree says. */
  static JsonNode parsed(String key) {
    try {
      return MAPPER.readTree(key.substring(2));
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
