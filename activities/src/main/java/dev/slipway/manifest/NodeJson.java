package dev.slipway.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.temporal.FailureType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Turns YAML nodes into JSON: aliases are written out, within a bound of 250,000 values a file, so
 * that a small file cannot grow into a large one.
 */
final class NodeJson {

  private static final int MAX_VALUES = 250_000;
  private static final int MAX_DEPTH = 50;

  private final YamlFile file;
  private int values;

  NodeJson(YamlFile file) {
    this.file = file;
  }

  JsonNode of(Node node) {
    return of(node, 0);
  }

  private JsonNode of(Node node, int depth) {
    values++;
    if (values > MAX_VALUES || depth > MAX_DEPTH) {
      throw FailureType.LIMIT_EXCEEDED.permanent(
          file.path()
              + ":"
              + YamlFile.line(node)
              + ": its aliases expand to more than "
              + MAX_VALUES
              + " values or "
              + MAX_DEPTH
              + " levels: write the values out");
    }
    return switch (node) {
      case MappingNode mapping -> object(mapping, depth);
      case SequenceNode sequence -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Node item : sequence.getValue()) {
          array.add(of(item, depth + 1));
        }
        yield array;
      }
      case ScalarNode scalar -> scalar(scalar);
      default -> throw file.problem(node, "cannot be read as a value");
    };
  }

  private ObjectNode object(MappingNode mapping, int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    Set<String> own = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw file.problem(tuple.getKeyNode(), "a field's name has to be text");
      }
      if (key.isPlain() && key.getValue().equals("<<")) {
        merge(object, tuple.getValueNode(), depth);
      } else if (!own.add(key.getValue())) {
        throw file.problem(key, "'" + key.getValue() + "' stands there twice");
      } else {
        object.set(key.getValue(), of(tuple.getValueNode(), depth + 1));
      }
    }
    return object;
  }

  /** YAML's merge key: fields that stand in the object itself win, wherever they stand. */
  private void merge(ObjectNode object, Node merged, int depth) {
    JsonNode value = of(merged, depth + 1);
    Iterable<JsonNode> sources = value.isArray() ? value : List.of(value);
    for (JsonNode source : sources) {
      if (!source.isObject()) {
        throw file.problem(merged, "'<<' takes an object, or a list of them");
      }
      source.properties().forEach(field -> object.putIfAbsent(field.getKey(), field.getValue()));
    }
  }

  private JsonNode scalar(ScalarNode scalar) {
    Tag tag = scalar.getTag();
    String text = scalar.getValue();
    if (tag.equals(Tag.STR)) {
      return TextNode.valueOf(text);
    }
    if (tag.equals(Tag.NULL)) {
      return NullNode.getInstance();
    }
    if (tag.equals(Tag.BOOL)) {
      return BooleanNode.valueOf(KubernetesScalars.TRUE.contains(text));
    }
    try {
      if (tag.equals(Tag.INT)) {
        return LongNode.valueOf(integer(text.replace("_", "")));
      }
      if (tag.equals(Tag.FLOAT)) {
        double number = Double.parseDouble(text);
        if (Double.isFinite(number)) {
          return DoubleNode.valueOf(number);
        }
      }
    } catch (NumberFormatException e) {
      throw file.problem(scalar, "'" + text + "' is no number of 64 bits: quote it if it is text");
    }
    throw file.problem(scalar, "'" + text + "' (" + tag + ") has no place in JSON");
  }

  private static long integer(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    int radix = 10;
    if (digits.startsWith("0x")) {
      radix = 16;
      digits = digits.substring(2);
    } else if (digits.startsWith("0b")) {
      radix = 2;
      digits = digits.substring(2);
    } else if (digits.startsWith("0o")) {
      radix = 8;
      digits = digits.substring(2);
    } else if (digits.length() > 1 && digits.startsWith("0")) {
      radix = 8;
      digits = digits.substring(1);
    }
    return Long.parseLong(negative ? "-" + digits : digits, radix);
  }
}
