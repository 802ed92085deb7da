package dev.slipway.document;

import dev.slipway.document.YamlNode.Mapping;
import dev.slipway.document.YamlNode.Scalar;
import dev.slipway.document.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One value of a file, with its place. */
public final class Value {

  private final YamlNode node;
  private final String path;
  private final Problems problems;

  Value(YamlNode node, String path, Problems problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
  }

  /** The document of this text as one value; empty, with problems, when it cannot be read. */
  public static Optional<Value> document(String text, Problems problems) {
    return YamlReader.read(text, problems).map(node -> new Value(node, "", problems));
  }

  /** From 1. */
  public int line() {
    return node.line();
  }

  public String path() {
    return path;
  }

  /** Reports that this value is wrong. */
  public void problem(String message) {
    problems.add(node.line(), path, message);
  }

  /** Its fields; empty, with a problem, when it has none. */
  public Optional<Section> section() {
    if (node instanceof Mapping mapping) {
      return Optional.of(new Section(mapping, path, problems));
    }
    problem("must be a set of fields, not " + node.kind());
    return Optional.empty();
  }

  /**
   * Its items; empty, with a problem, when it is no list or a longer one.
   *
   * @param most how many items there may be
   */
  Optional<List<Value>> items(int most) {
    if (!(node instanceof Sequence sequence)) {
      problem("must be a list, not " + node.kind());
      return Optional.empty();
    }
    int count = sequence.items().size();
    if (count > most) {
      problem("must have at most " + most + " items, not " + count);
      return Optional.empty();
    }
    List<Value> items = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      items.add(new Value(item, path + "[" + items.size() + "]", problems));
    }
    return Optional.of(items);
  }

  /**
   * The scalar behind it; empty, with a problem, when it is a list or a set of fields.
   *
   * @param what has to be there: {@code text}, {@code a duration such as 10m}
   */
  Optional<Scalar> scalar(String what) {
    if (node instanceof Scalar scalar) {
      return Optional.of(scalar);
    }
    problem("must be " + what + ", not " + node.kind());
    return Optional.empty();
  }

  /** As {@link #scalar}, and empty, with a problem, when it is a number, a flag or nothing. */
  Optional<String> text(String what) {
    return scalar(what)
        .filter(
            scalar -> {
              if (!scalar.isText()) {
                problem(notText(what, scalar));
              }
              return scalar.isText();
            })
        .map(Scalar::text);
  }

  private static String notText(String what, Scalar scalar) {
    if (scalar.isNothing()) {
      return "must be " + what + ", but is empty";
    }
    String shown = YamlReader.shown(scalar.text());
    return what.equals("text")
        ? "must be text, not " + scalar.kind() + "; write it in quotes: \"" + shown + "\""
        : "must be " + what + ", not " + shown;
  }
}
