package dev.slipway.manifest;

import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * The documents of a YAML file as nodes that know where they stand, read within bounds: 1 MB, 50
 * levels, 50 aliases.
 *
 * @param path of the file, for messages
 * @param documents one root a document; empty documents are left out
 */
public record YamlFile(String path, String text, List<Node> documents) {

  private static final int MAX_CHARACTERS = 1_000_000;
  private static final int MAX_DEPTH = 50;
  private static final int MAX_ALIASES = 50;

  private static final class KubernetesSchema implements Schema {
    @Override
    public ScalarResolver getScalarResolver() {
      return new KubernetesScalars();
    }

    @Override
    public Map<Tag, ConstructNode> getSchemaTagConstructors() {
      return Map.of();
    }
  }

  public YamlFile {
    documents = List.copyOf(documents);
  }

  /**
   * @throws ApplicationFailure MISCONFIGURED with file and line, or LIMIT_EXCEEDED; permanent, as a
   *     file at a commit never changes
   */
  public static YamlFile parse(String path, String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw FailureType.LIMIT_EXCEEDED.permanent(
          path + ": more than 1 MB of YAML: split the file, or keep large content elsewhere");
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(path)
            .setSchema(new KubernetesSchema())
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setCodePointLimit(MAX_CHARACTERS)
            .setAllowRecursiveKeys(false)
            .build();
    try {
      checkBounds(path, settings, text);
      List<Node> documents = new ArrayList<>();
      for (Node node : new Compose(settings).composeAllFromString(text)) {
        if (!node.getTag().equals(Tag.NULL)) {
          documents.add(node);
        }
      }
      return new YamlFile(path, text, documents);
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      throw problem(path, mark, "no valid YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw problem(path, Optional.empty(), "no valid YAML: " + e.getMessage());
    }
  }

  /** The composer recurses and expands; so the flat stream of events is looked at first. */
  private static void checkBounds(String path, LoadSettings settings, String text) {
    int depth = 0;
    int aliases = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        case Alias -> aliases++;
        case Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> {}
      }
      if (depth > MAX_DEPTH || aliases > MAX_ALIASES) {
        throw FailureType.LIMIT_EXCEEDED.permanent(
            at(path, event.getStartMark())
                + (depth > MAX_DEPTH
                    ? "nested deeper than " + MAX_DEPTH + " levels"
                    : "more than " + MAX_ALIASES + " YAML aliases: write the values out"));
      }
    }
  }

  /** A permanent MISCONFIGURED that names file and line of a node. */
  public ApplicationFailure problem(Node node, String sentence) {
    return problem(path, node.getStartMark(), sentence);
  }

  /** Line of a node, from 1. */
  public static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  /** The value of a mapping's key; empty where the node is no mapping or lacks it. */
  public static Optional<Node> child(Node node, String key) {
    return tuple(node, key).map(NodeTuple::getValueNode);
  }

  /** Key and value of a mapping's key. */
  public static Optional<NodeTuple> tuple(Node node, String key) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
          return Optional.of(tuple);
        }
      }
    }
    return Optional.empty();
  }

  /** The items of a sequence; none where the node is not one. */
  public static List<Node> items(Node node) {
    return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
  }

  /** The text of a mapping's scalar; empty where there is none. */
  public static Optional<String> text(Node node, String key) {
    return child(node, key)
        .filter(ScalarNode.class::isInstance)
        .map(scalar -> ((ScalarNode) scalar).getValue());
  }

  private static ApplicationFailure problem(String path, Optional<Mark> mark, String sentence) {
    return FailureType.MISCONFIGURED.permanent(at(path, mark) + sentence);
  }

  private static String at(String path, Optional<Mark> mark) {
    return path + mark.map(m -> ":" + (m.getLine() + 1)).orElse("") + ": ";
  }
}
