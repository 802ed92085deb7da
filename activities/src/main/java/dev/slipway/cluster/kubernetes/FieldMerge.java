package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.FieldPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a server-side apply makes of an object, worked out here: its lists have the keys that the
 * records of their owners tell.
 *
 * @param known the fields of all owners together
 */
record FieldMerge(FieldTree known) {

  /** Later items first, so that those before them keep their places. */
  private static final Comparator<FieldPath> LAST_FIRST =
      (one, other) -> {
        for (int i = 0; i < Math.min(one.steps().size(), other.steps().size()); i++) {
          if (one.steps().get(i) instanceof FieldPath.Step.Item mine
              && other.steps().get(i) instanceof FieldPath.Step.Item theirs
              && mine.index() != theirs.index()) {
            return Integer.compare(theirs.index(), mine.index());
          }
        }
        return 0;
      };

  /** A copy of an object without some of its fields. */
  static ObjectNode without(ObjectNode object, Collection<FieldPath> fields) {
    ObjectNode copy = object.deepCopy();
    fields.stream().distinct().sorted(LAST_FIRST).forEach(field -> remove(copy, field.steps()));
    return copy;
  }

  private static void remove(JsonNode node, List<FieldPath.Step> steps) {
    List<FieldPath.Step> rest = steps.subList(1, steps.size());
    switch (steps.getFirst()) {
      case FieldPath.Step.Name name -> {
        if (!rest.isEmpty()) {
          remove(node.path(name.name()), rest);
        } else if (node instanceof ObjectNode object) {
          object.remove(name.name());
        }
      }
      case FieldPath.Step.Item item -> {
        if (!rest.isEmpty()) {
          remove(node.path(item.index()), rest);
        } else if (node instanceof ArrayNode list) {
          list.remove(item.index());
        }
      }
      case FieldPath.Step.Each each ->
          throw new IllegalArgumentException("the records name single items");
    }
  }

  /** The live object with what is desired of it set. */
  ObjectNode merged(ObjectNode live, ObjectNode desired) {
    return object(known.fields(), live, desired);
  }

  private static JsonNode value(JsonNode tree, JsonNode live, JsonNode desired) {
    // No fields below it: it is replaced as a whole.
    boolean atomic = tree.isObject() && tree.isEmpty();
    if (!atomic && live instanceof ObjectNode there && desired instanceof ObjectNode wanted) {
      return object(tree, there, wanted);
    }
    return !atomic && live instanceof ArrayNode there && desired instanceof ArrayNode wanted
        ? list(tree, there, wanted)
        : desired.deepCopy();
  }

  private static ObjectNode object(JsonNode tree, ObjectNode live, ObjectNode desired) {
    ObjectNode result = live.deepCopy();
    desired
        .properties()
        .forEach(
            field -> {
              String name = field.getKey();
              result.set(name, value(tree.path("f:" + name), live.path(name), field.getValue()));
            });
    return result;
  }

  /** The items that are desired, in their order, then those that are others'. */
  private static ArrayNode list(JsonNode tree, ArrayNode live, ArrayNode desired) {
    List<String> keys = keys(tree);
    boolean set = tree.properties().stream().anyMatch(entry -> entry.getKey().startsWith("v:"));
    if (keys.isEmpty() && !set) {
      return desired.deepCopy();
    }
    ArrayNode result = JsonNodeFactory.instance.arrayNode();
    List<JsonNode> rest = new ArrayList<>();
    live.forEach(rest::add);
    for (JsonNode item : desired) {
      JsonNode there =
          rest.stream()
              .filter(one -> set ? one.equals(item) : isSame(keys, one, item))
              .findFirst()
              .orElse(JsonNodeFactory.instance.missingNode());
      rest.remove(there);
      result.add(value(ofItem(tree, item), there, item));
    }
    result.addAll(rest);
    return result;
  }

  private static List<String> keys(JsonNode tree) {
    return tree.properties().stream()
        .map(Map.Entry::getKey)
        .filter(key -> key.startsWith("k:"))
        .findFirst()
        .map(key -> FieldTree.parsed(key).properties().stream().map(Map.Entry::getKey))
        .orElseGet(Stream::empty)
        .toList();
  }

  private static boolean isSame(List<String> keys, JsonNode one, JsonNode other) {
    return keys.stream().allMatch(key -> FieldTree.key(one, key).equals(FieldTree.key(other, key)));
  }

  private static JsonNode ofItem(JsonNode tree, JsonNode item) {
    return tree.properties().stream()
        .filter(
            entry ->
                entry.getKey().startsWith("k:")
                    && FieldTree.hasKeys(item, FieldTree.parsed(entry.getKey())))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(JsonNodeFactory.instance.missingNode());
  }
}
