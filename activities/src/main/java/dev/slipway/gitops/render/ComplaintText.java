package dev.slipway.gitops.render;

import dev.slipway.manifest.YamlFile;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A tool's complaint for a person: one line, bounded, with paths as they are in the repository.
 * Tools quote what they read, so whatever in it may be a secret is hidden: the values of Secrets
 * and of generated ones, and what stands under a name that sounds like one.
 */
final class ComplaintText {

  private static final int LONGEST = 600;
  private static final int SHORTEST_SECRET = 3;
  private static final Pattern SOUNDS_SECRET =
      Pattern.compile("(?i).*(secret|password|passwd|token|credential|private|apikey|api_key).*");

  private final TreeSet<String> secrets =
      new TreeSet<>(
          Comparator.comparingInt(String::length)
              .reversed()
              .thenComparing(Comparator.naturalOrder()));

  private ComplaintText() {}

  /**
   * @param copy the folder with the files that the tool has seen
   */
  static String of(String words, Path copy) throws IOException {
    ComplaintText complaint = new ComplaintText();
    try (Stream<Path> files = Files.walk(copy)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        complaint.collect(file);
      }
    }
    String text = words.replace(copy + "/", "").replace(copy.toString(), ".");
    for (String secret : complaint.secrets) {
      text = text.replace(secret, "(hidden)");
    }
    text = text.replace("Use --debug flag to render out invalid YAML", "").strip();
    text = text.replaceFirst("^Error: ", "").replaceAll("\\s+", " ");
    if (text.contains("missing in charts/ directory")) {
      text += ": run helm dependency build, and commit charts/";
    }
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private void collect(Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      return;
    }
    try {
      YamlFile yaml = YamlFile.parse(file.toString(), text);
      for (Node document : yaml.documents()) {
        boolean secret = YamlFile.text(document, "kind").filter("Secret"::equals).isPresent();
        collect(document, secret, 0);
      }
    } catch (ApplicationFailure e) {
      // A template, or an env file: its lines are looked at.
    }
    text.lines().map(String::strip).forEach(this::collectAssignment);
  }

  /** A Secret's labels and such are hidden with it: better too much than too little. */
  private void collect(Node node, boolean secret, int depth) {
    if (node instanceof ScalarNode scalar && secret) {
      scalar.getValue().lines().map(String::strip).forEach(this::add);
    } else if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> collect(item, secret, depth + 1));
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple field : mapping.getValue()) {
        String name = field.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
        boolean structural = depth == 0 && List.of("kind", "apiVersion").contains(name);
        collect(
            field.getValueNode(),
            !structural && (secret || SOUNDS_SECRET.matcher(name).matches()),
            depth + 1);
      }
    }
  }

  private void collectAssignment(String line) {
    int end = line.indexOf('=');
    if (end > 0 && SOUNDS_SECRET.matcher(line.substring(0, end)).matches()) {
      add(line.substring(end + 1));
    }
  }

  private void add(String value) {
    int end = value.indexOf('=');
    if (end > 0) {
      // A generated Secret's literal: what stands behind its name.
      add(value.substring(end + 1));
    }
    if (value.length() >= SHORTEST_SECRET) {
      secrets.add(value);
    }
  }
}
