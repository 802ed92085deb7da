package dev.slipway.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** A schema as it is published, with a validator that is not ours. */
public final class PublishedSchema {

  private final JsonNode root;
  private final Schema schema;

  private PublishedSchema(String text) throws IOException {
    this.root = new ObjectMapper().readTree(text);
    this.schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(text, InputFormat.JSON);
  }

  /**
   * @param name {@code delivery-v1}
   */
  public static PublishedSchema named(String name) {
    try (InputStream stream =
        Objects.requireNonNull(
            PublishedSchema.class.getResourceAsStream("/schema/" + name + ".schema.json"))) {
      return new PublishedSchema(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it has against a document; empty when it accepts it. */
  public List<String> objections(JsonNode document) {
    return schema.validate(document.toString(), InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }

  /** Every field that can be written, in the schema's order. */
  public List<SchemaField> fields() {
    List<SchemaField> fields = new ArrayList<>();
    collect(root, "", fields);
    return List.copyOf(fields);
  }

  /** Names of the fields at this place ({@code environments[].rollout}), sorted. */
  public Set<String> namesAt(String path) {
    Set<String> names = new TreeSet<>();
    String prefix = path.isEmpty() ? "" : path + ".";
    for (SchemaField field : fields()) {
      if (field.path().startsWith(prefix)) {
        String rest = field.path().substring(prefix.length());
        if (!rest.contains(".")) {
          names.add(rest);
        }
      }
    }
    return names;
  }

  private static void collect(JsonNode node, String path, List<SchemaField> fields) {
    JsonNode required = node.path("required");
    for (Map.Entry<String, JsonNode> property : node.path("properties").properties()) {
      String name = property.getKey();
      String at = path.isEmpty() ? name : path + "." + name;
      boolean needed = false;
      for (JsonNode one : required) {
        needed |= one.asText().equals(name);
      }
      fields.add(new SchemaField(at, needed, property.getValue()));
      collect(property.getValue(), at, fields);
    }
    if (node.has("items")) {
      collect(node.path("items"), path + "[]", fields);
    }
  }
}
