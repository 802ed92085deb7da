package dev.slipway.gitops.edit;

import dev.slipway.manifest.YamlFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Edits of one file's text, at places that its nodes tell; applied together. */
final class YamlEdit {

  /** An anchor or a tag before a value, which stays. */
  private static final Pattern PROPERTIES = Pattern.compile("^([&!]\\S*\\s+)+");

  private record Replacement(int start, int end, String text) {}

  private final YamlFile file;
  private final List<Replacement> replacements = new ArrayList<>();

  YamlEdit(YamlFile file) {
    this.file = file;
  }

  /** Puts another value, in the quotes that stand there. */
  void replace(ScalarNode scalar, String value) {
    int start = offset(scalar.getStartMark().orElseThrow());
    int end = offset(scalar.getEndMark().orElseThrow());
    Matcher properties = PROPERTIES.matcher(file.text().substring(start, end));
    if (properties.find()) {
      start += properties.end();
    }
    ScalarStyle style = scalar.getScalarStyle();
    if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
      throw file.problem(scalar, "write this value on its own line, so that it can be changed");
    }
    String quote =
        switch (style) {
          case SINGLE_QUOTED -> "'";
          case DOUBLE_QUOTED -> "\"";
          case PLAIN, LITERAL, FOLDED, JSON_SCALAR_STYLE -> "";
        };
    // No value at all ends at the colon.
    String gap = start == end && start > 0 && file.text().charAt(start - 1) == ':' ? " " : "";
    replacements.add(new Replacement(start, end, gap + quote + value + quote));
  }

  /** Adds a field behind another one of the same mapping, on a line of its own if these have. */
  void addAfter(MappingNode mapping, NodeTuple neighbour, String field, String value) {
    Node last = neighbour.getValueNode();
    int end = offset(last.getEndMark().orElseThrow());
    if (mapping.getFlowStyle() == FlowStyle.FLOW) {
      replacements.add(new Replacement(end, end, ", " + field + ": " + value));
      return;
    }
    int column = neighbour.getKeyNode().getStartMark().orElseThrow().getColumn();
    String lineEnd = lineEnd();
    int newline = file.text().indexOf('\n', end);
    String line = " ".repeat(column) + field + ": " + value;
    if (newline < 0) {
      int length = file.text().length();
      replacements.add(new Replacement(length, length, lineEnd + line));
    } else {
      replacements.add(new Replacement(newline + 1, newline + 1, line + lineEnd));
    }
  }

  /**
   * Adds an item of several fields at the end of a list.
   *
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED when the list is empty
   */
  void addItem(NodeTuple list, List<String> fields) {
    if (!(list.getValueNode() instanceof SequenceNode items) || items.getValue().isEmpty()) {
      throw file.problem(
          list.getKeyNode(), "add an entry '- {" + fields.getFirst() + "}' here, to be set");
    }
    Node last = items.getValue().getLast();
    if (items.getFlowStyle() == FlowStyle.FLOW) {
      int end = offset(last.getEndMark().orElseThrow());
      replacements.add(new Replacement(end, end, ", {" + String.join(", ", fields) + "}"));
      return;
    }
    String indent = " ".repeat(items.getStartMark().orElseThrow().getColumn());
    StringBuilder item = new StringBuilder();
    for (int i = 0; i < fields.size(); i++) {
      item.append(indent).append(i == 0 ? "- " : "  ").append(fields.get(i)).append(lineEnd());
    }
    insertLines(end(last), item.toString());
  }

  /** Where the text of a node ends: the mark of a block points behind the comments after it. */
  private int end(Node node) {
    if (node instanceof MappingNode mapping
        && mapping.getFlowStyle() == FlowStyle.BLOCK
        && !mapping.getValue().isEmpty()) {
      return end(mapping.getValue().getLast().getValueNode());
    }
    if (node instanceof SequenceNode sequence
        && sequence.getFlowStyle() == FlowStyle.BLOCK
        && !sequence.getValue().isEmpty()) {
      return end(sequence.getValue().getLast());
    }
    return offset(node.getEndMark().orElseThrow());
  }

  /**
   * Inserts whole lines behind the line of a place.
   *
   * @param lines with their ends
   */
  private void insertLines(int place, String lines) {
    int newline = file.text().indexOf('\n', place);
    if (newline < 0) {
      int length = file.text().length();
      replacements.add(new Replacement(length, length, lineEnd() + lines));
    } else {
      replacements.add(new Replacement(newline + 1, newline + 1, lines));
    }
  }

  /** Adds lines at the end of the file. */
  void append(List<String> lines) {
    int length = file.text().length();
    String before = file.text().isEmpty() || file.text().endsWith("\n") ? "" : lineEnd();
    replacements.add(
        new Replacement(length, length, before + String.join(lineEnd(), lines) + lineEnd()));
  }

  String text() {
    StringBuilder text = new StringBuilder(file.text());
    List<Replacement> fromTheEnd = new ArrayList<>(replacements.reversed());
    fromTheEnd.sort(Comparator.comparingInt(Replacement::start).reversed());
    for (Replacement replacement : fromTheEnd) {
      text.replace(replacement.start(), replacement.end(), replacement.text());
    }
    return text.toString();
  }

  private String lineEnd() {
    return file.text().contains("\r\n") ? "\r\n" : "\n";
  }

  /** Marks count code points. */
  private int offset(Mark mark) {
    return file.text().offsetByCodePoints(0, mark.getIndex());
  }
}
