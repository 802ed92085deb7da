package dev.slipway.document;

import dev.slipway.document.YamlNode.Field;
import dev.slipway.document.YamlNode.Mapping;
import dev.slipway.document.YamlNode.Scalar;
import dev.slipway.document.YamlNode.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML document from events, as the engine's own composer recurses as deep as the text
 * says and resolves tags.
 *
 * <p>Bounds: {@value #MAXIMUM_BYTES} bytes, {@value #MAXIMUM_DEPTH} levels, {@value #MAXIMUM_NODES}
 * values with every alias written out.
 */
final class YamlReader {

  static final int MAXIMUM_BYTES = 256 * 1024;
  static final int MAXIMUM_DEPTH = 20;
  static final int MAXIMUM_NODES = 20_000;

  private final Problems problems;
  private final Iterator<Event> events;
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private int nodes;

  private YamlReader(String text, Problems problems) {
    this.problems = problems;
    LoadSettings settings =
        LoadSettings.builder().setUseMarks(true).setCodePointLimit(MAXIMUM_BYTES).build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /** The document; empty, with a problem, when it is none or is out of bounds. */
  static Optional<YamlNode> read(String text, Problems problems) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAXIMUM_BYTES) {
      problems.add(1, "", "is " + bytes + " bytes long; " + MAXIMUM_BYTES + " are the limit");
      return Optional.empty();
    }
    try {
      return new YamlReader(text, problems).document();
    } catch (RefusedYaml refused) {
      problems.add(refused.line, refused.path, refused.sentence);
    } catch (MarkedYamlEngineException invalid) {
      problems.add(
          invalid.getProblemMark().map(Mark::getLine).orElse(0) + 1, "", sentence(invalid));
    } catch (YamlEngineException invalid) {
      problems.add(1, "", "is not YAML: " + firstLine(String.valueOf(invalid.getMessage())));
    }
    return Optional.empty();
  }

  private Optional<YamlNode> document() {
    Optional<YamlNode> document = Optional.empty();
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof NodeEvent node) {
        if (document.isPresent()) {
          throw new RefusedYaml(line(event), "", "has a second document; only one is read");
        }
        document = Optional.of(node(node, "", 0));
      }
    }
    if (document.isEmpty()) {
      problems.add(1, "", "is empty");
    }
    return document;
  }

  private YamlNode node(NodeEvent event, String path, int depth) {
    int line = line(event);
    if (depth > MAXIMUM_DEPTH) {
      throw new RefusedYaml(line, path, "is nested deeper than " + MAXIMUM_DEPTH + " levels");
    }
    if (event instanceof AliasEvent alias) {
      return alias(alias, path, depth);
    }
    count(1, line, path);
    int before = nodes;
    YamlNode node =
        switch (event) {
          case ScalarEvent scalar -> {
            refuseTag(scalar.getTag(), line, path);
            yield new Scalar(line, scalar.getValue(), scalar.isPlain());
          }
          case SequenceStartEvent sequence -> {
            refuseTag(sequence.getTag(), line, path);
            yield new Sequence(line, items(path, depth));
          }
          case MappingStartEvent mapping -> {
            refuseTag(mapping.getTag(), line, path);
            yield new Mapping(line, fields(path, depth));
          }
          default -> throw new IllegalStateException("no YAML event " + event.getEventId());
        };
    event
        .getAnchor()
        .ifPresent(anchor -> anchors.put(anchor, new Anchored(node, nodes - before, depth(node))));
    return node;
  }

  private YamlNode alias(AliasEvent alias, String path, int depth) {
    Anchored anchored = anchors.get(alias.getAlias());
    if (anchored == null) {
      throw new RefusedYaml(
          line(alias),
          path,
          "'*" + alias.getAlias() + "' stands for nothing that was written above it");
    }
    count(anchored.nodes() + 1, line(alias), path);
    if (depth + anchored.depth() > MAXIMUM_DEPTH) {
      throw new RefusedYaml(
          line(alias), path, "is nested deeper than " + MAXIMUM_DEPTH + " levels");
    }
    return anchored.node();
  }

  private List<YamlNode> items(String path, int depth) {
    List<YamlNode> items = new ArrayList<>();
    while (true) {
      Event event = events.next();
      if (!(event instanceof NodeEvent item)) {
        return items;
      }
      items.add(node(item, path + "[" + items.size() + "]", depth + 1));
    }
  }

  private List<Field> fields(String path, int depth) {
    Map<String, Field> fields = new LinkedHashMap<>();
    while (true) {
      Event event = events.next();
      if (!(event instanceof NodeEvent key)) {
        return List.copyOf(fields.values());
      }
      if (!(key instanceof ScalarEvent scalar)) {
        throw new RefusedYaml(line(event), path, "has a field whose name is not text");
      }
      String name = scalar.getValue();
      String fieldPath = path.isEmpty() ? shown(name) : path + "." + shown(name);
      refuseTag(scalar.getTag(), line(event), fieldPath);
      YamlNode value = node((NodeEvent) events.next(), fieldPath, depth + 1);
      Field earlier = fields.putIfAbsent(name, new Field(line(event), name, value));
      if (earlier != null) {
        problems.add(
            line(event),
            fieldPath,
            "is written twice; it stands on line " + earlier.line() + " already");
      }
    }
  }

  private void count(int more, int line, String path) {
    nodes += more;
    if (nodes > MAXIMUM_NODES) {
      throw new RefusedYaml(
          line, path, "the file has more than " + MAXIMUM_NODES + " values, aliases written out");
    }
  }

  private static void refuseTag(Optional<String> tag, int line, String path) {
    if (tag.isPresent()) {
      throw new RefusedYaml(
          line, path, "has the tag " + shown(tag.get()) + "; write it without a tag");
    }
  }

  private static int depth(YamlNode node) {
    return switch (node) {
      case Scalar scalar -> 0;
      case Sequence sequence ->
          1 + sequence.items().stream().mapToInt(YamlReader::depth).max().orElse(0);
      case Mapping mapping ->
          1 + mapping.fields().stream().mapToInt(field -> depth(field.value())).max().orElse(0);
    };
  }

  /** The engine names what it was doing and what it met; people need the place and the cure. */
  private static String sentence(MarkedYamlEngineException invalid) {
    String problem = firstLine(invalid.getProblem());
    if (problem.contains("\\t") || problem.contains("TAB")) {
      return "is not YAML: a tab stands here; indent with spaces";
    }
    String context = invalid.getContext();
    return "is not YAML: " + (context == null ? "" : firstLine(context) + ", ") + problem;
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  private static String firstLine(String text) {
    return shown(text.lines().findFirst().orElse(""));
  }

  /** At most 200 characters, and none that would move a terminal's cursor. */
  static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }

  /**
   * @param nodes how many values it holds, aliases inside it written out
   * @param depth levels below it
   */
  private record Anchored(YamlNode node, int nodes, int depth) {}

  /** Ends the reading: beyond this point nothing can be said of the file. */
  private static final class RefusedYaml extends RuntimeException {
    private final int line;
    private final String path;
    private final String sentence;

    RefusedYaml(int line, String path, String sentence) {
      super(sentence, null, false, false);
      this.line = line;
      this.path = path;
      this.sentence = sentence;
    }
  }
}
