package dev.slipway.document;

import dev.slipway.document.YamlNode.Field;
import dev.slipway.document.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A set of fields, read name by name. What was never asked for is unknown and is reported by {@link
 * #close}.
 */
public final class Section implements AutoCloseable {

  private final Mapping mapping;
  private final String path;
  private final Problems problems;
  private final List<String> known = new ArrayList<>();
  private final Map<String, String> refused = new LinkedHashMap<>();

  Section(Mapping mapping, String path, Problems problems) {
    this.mapping = mapping;
    this.path = path;
    this.problems = problems;
  }

  /** The field's value; empty when it is not there, or is wrong and reported. */
  public <T> Optional<T> optional(String name, Reading<T> reading) {
    known.add(name);
    return value(name).flatMap(reading::read);
  }

  /** As {@link #optional}, and a problem when the field is not there. */
  public <T> Optional<T> required(String name, Reading<T> reading) {
    Optional<T> read = optional(name, reading);
    if (value(name).isEmpty()) {
      problem("the field '" + name + "' is missing");
    }
    return read;
  }

  /** Knows a field that may not stand here, and why. */
  public Section refuse(String name, String why) {
    refused.put(name, why);
    return this;
  }

  /** Reports that this set of fields is wrong. */
  public void problem(String message) {
    problems.add(mapping.line(), path, message);
  }

  /** Reports that a field is wrong: on its own line, or on the section's when it is not there. */
  public void problem(String name, String message) {
    problems.add(value(name).map(Value::line).orElse(mapping.line()), at(name), message);
  }

  public boolean has(String name) {
    return value(name).isPresent();
  }

  public String path() {
    return path;
  }

  /** The names in the order of the file, for fields that people name themselves. */
  public List<String> names() {
    return mapping.fields().stream().map(Field::name).toList();
  }

  /** Reports the fields that nobody asked for. */
  @Override
  public void close() {
    for (Field field : mapping.fields()) {
      String why = refused.get(field.name());
      if (why != null) {
        problems.add(field.line(), at(field.name()), why);
      } else if (!known.contains(field.name())) {
        problems.add(field.line(), path, unknown(field.name()));
      }
    }
  }

  private String unknown(String name) {
    String sentence = "unknown field '" + YamlReader.shown(name) + "'";
    if (name.equals("<<")) {
      return sentence + "; YAML's merge is not read, repeat the fields or use an alias as a value";
    }
    return sentence
        + NearestName.of(name, known)
            .map(near -> "; did you mean '" + near + "'?")
            .orElse(known.isEmpty() ? "" : "; known here: " + String.join(", ", known));
  }

  private Optional<Value> value(String name) {
    return mapping.fields().stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .map(field -> new Value(field.value(), at(name), problems));
  }

  private String at(String name) {
    String shown = YamlReader.shown(name);
    return path.isEmpty() ? shown : path + "." + shown;
  }
}
