package dev.slipway.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The objects of one file of a config repository; a {@code List} is taken apart.
 *
 * @param entries in the order in which they stand there
 */
public record ManifestFile(YamlFile yaml, List<Entry> entries) {

  /**
   * One object and the place where it stands.
   *
   * @param node its root, from which an edit finds the text to change
   */
  public record Entry(Manifest manifest, Node node) {}

  public ManifestFile {
    entries = List.copyOf(entries);
  }

  /**
   * @param path of the file inside the repository
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED with file and line, or
   *     LIMIT_EXCEEDED
   */
  public static ManifestFile parse(String path, String text) {
    YamlFile yaml = YamlFile.parse(path, text);
    NodeJson reader = new NodeJson(yaml);
    List<Entry> entries = new ArrayList<>();
    for (Node document : yaml.documents()) {
      add(yaml, document, reader.of(document), entries);
    }
    return new ManifestFile(yaml, entries);
  }

  private static void add(YamlFile yaml, Node node, JsonNode json, List<Entry> entries) {
    if (!(json instanceof ObjectNode object)) {
      throw yaml.problem(node, "an object with apiVersion, kind and metadata.name belongs here");
    }
    if (json.path("kind").asText().equals("List") && json.path("items").isArray()) {
      List<Node> items = YamlFile.child(node, "items").map(YamlFile::items).orElse(List.of());
      for (int i = 0; i < items.size(); i++) {
        add(yaml, items.get(i), json.path("items").get(i), entries);
      }
      return;
    }
    try {
      entries.add(new Entry(new Manifest(object), node));
    } catch (IllegalArgumentException e) {
      throw yaml.problem(node, String.valueOf(e.getMessage()));
    }
  }
}
