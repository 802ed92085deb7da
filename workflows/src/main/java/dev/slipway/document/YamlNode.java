package dev.slipway.document;

import java.util.List;

/** A YAML document as it was written: every value with its line. */
sealed interface YamlNode {

  /** From 1. */
  int line();

  /** What a person would call it: {@code text}, {@code a list}, {@code a number}. */
  String kind();

  /**
   * @param plain written without quotes, so that it may be a number, a flag or nothing
   */
  record Scalar(int line, String text, boolean plain) implements YamlNode {

    boolean isFlag() {
      return plain && (text.equals("true") || text.equals("false"));
    }

    boolean isWholeNumber() {
      return plain && text.matches("[-+]?[0-9]{1,18}");
    }

    boolean isNumber() {
      return plain
          && text.matches(
              "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
                  + "|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    }

    boolean isNothing() {
      return plain && (text.isEmpty() || text.matches("~|null|Null|NULL"));
    }

    boolean isText() {
      return !plain
          || !(isNothing() || isNumber() || text.matches("true|True|TRUE|false|False|FALSE"));
    }

    @Override
    public String kind() {
      if (isNothing()) {
        return "empty";
      }
      return isText() ? "text" : isNumber() ? "a number" : "true or false";
    }
  }

  record Sequence(int line, List<YamlNode> items) implements YamlNode {

    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * @param fields in the order of the file; a name stands once
   */
  record Mapping(int line, List<Field> fields) implements YamlNode {

    public Mapping {
      fields = List.copyOf(fields);
    }

    @Override
    public String kind() {
      return "a set of fields";
    }
  }

  /**
   * @param line of the name
   */
  record Field(int line, String name, YamlNode value) {}
}
