package dev.slipway.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Breaks a valid document at one to three of its fields. */
public final class TreeMutation {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<JsonNode> STRANGERS =
      List.of(
          NODES.nullNode(),
          NODES.booleanNode(true),
          NODES.numberNode(-1),
          NODES.numberNode(0),
          NODES.numberNode(7),
          NODES.numberNode(1.5),
          NODES.textNode(""),
          NODES.textNode(" "),
          NODES.textNode("true"),
          NODES.textNode("UPPER"),
          NODES.textNode("a/../b"),
          NODES.textNode("/absolute"),
          NODES.textNode("-dash"),
          NODES.textNode("5%"),
          NODES.textNode("100%"),
          NODES.textNode("5.%"),
          NODES.textNode("0s"),
          NODES.textNode("5m"),
          NODES.textNode("m"),
          NODES.textNode("1s1m"),
          NODES.textNode("x".repeat(300)),
          NODES.arrayNode(),
          NODES.arrayNode().add("5%"),
          NODES.arrayNode().add("ada").add("ada"),
          NODES.arrayNode().addObject(),
          NODES.objectNode(),
          NODES.objectNode().put("name", "one"));

  private TreeMutation() {}

  public static JsonNode of(JsonNode valid, List<SchemaField> fields, long seed) {
    Random random = new Random(seed);
    JsonNode document = valid.deepCopy();
    int breaks = 1 + random.nextInt(3);
    for (int count = 0; count < breaks; count++) {
      SchemaField field = fields.get(random.nextInt(fields.size()));
      List<ObjectNode> holders = field.holders(document);
      if (!holders.isEmpty()) {
        mutate(holders.get(random.nextInt(holders.size())), field.name(), random);
      }
    }
    return document;
  }

  private static void mutate(ObjectNode holder, String name, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> holder.remove(name);
      case 1 -> holder.put(name + "x", "unknown");
      default -> holder.set(name, STRANGERS.get(random.nextInt(STRANGERS.size())).deepCopy());
    }
  }
}
