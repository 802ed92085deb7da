package dev.slipway.localcluster.pod;

import dev.slipway.localcluster.object.ConfigurationValues;
import dev.slipway.localcluster.object.ContainerSpec;
import dev.slipway.localcluster.object.EnvironmentSource;
import dev.slipway.localcluster.object.EnvironmentVariable;
import dev.slipway.localcluster.object.Kind;
import dev.slipway.localcluster.object.ObjectKey;
import dev.slipway.localcluster.object.ObjectStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment of a container and its command with {@code $(VAR)} filled in, by the rules of
 * Kubernetes: an unknown variable stays as it is, {@code $$} is a dollar.
 */
record PodEnvironment(Map<String, String> variables) {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$|\\$\\(([A-Za-z_][A-Za-z0-9_.-]*)\\)");

  /**
   * Resolves it.
   *
   * @param given by the cluster; no manifest can change these
   * @throws PodNotStartable when a ConfigMap or Secret is not there
   */
  static PodEnvironment of(
      ContainerSpec container, String namespace, ObjectStore objects, Map<String, String> given)
      throws PodNotStartable {
    Map<String, String> variables = new LinkedHashMap<>(given);
    for (EnvironmentSource source : container.envFrom()) {
      values(objects, namespace, source.kind(), source.object(), source.optional())
          .forEach(
              (key, value) -> {
                String name = source.prefix() + key;
                if (EnvironmentVariable.NAME.matcher(name).matches()) {
                  variables.put(name, value);
                }
              });
    }
    for (EnvironmentVariable variable : container.env()) {
      switch (variable) {
        case EnvironmentVariable.Literal literal ->
            variables.put(literal.name(), expand(literal.value(), variables));
        case EnvironmentVariable.Reference reference ->
            value(objects, namespace, reference)
                .ifPresent(value -> variables.put(reference.name(), value));
      }
    }
    variables.putAll(given);
    return new PodEnvironment(Map.copyOf(variables));
  }

  List<String> command(ContainerSpec container) {
    List<String> words = new ArrayList<>();
    container.command().forEach(word -> words.add(expand(word, variables)));
    container.args().forEach(word -> words.add(expand(word, variables)));
    return words;
  }

  static String expand(String text, Map<String, String> variables) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            match -> {
              String name = match.group(1);
              String value = name == null ? "$" : variables.getOrDefault(name, match.group());
              return Matcher.quoteReplacement(value);
            });
  }

  private static Optional<String> value(
      ObjectStore objects, String namespace, EnvironmentVariable.Reference reference)
      throws PodNotStartable {
    Map<String, String> values =
        values(objects, namespace, reference.kind(), reference.object(), reference.optional());
    String value = values.get(reference.key());
    if (value == null && !reference.optional()) {
      throw new PodNotStartable(
          "CreateContainerConfigError",
          reference.kind().word() + " " + reference.object() + " has no key " + reference.key());
    }
    return Optional.ofNullable(value);
  }

  private static Map<String, String> values(
      ObjectStore objects, String namespace, Kind kind, String name, boolean optional)
      throws PodNotStartable {
    var object = objects.get(new ObjectKey(namespace, kind, name));
    if (object.isPresent() && object.get().spec() instanceof ConfigurationValues values) {
      return values.values();
    }
    if (!optional) {
      throw new PodNotStartable(
          "CreateContainerConfigError", kind.word() + " " + name + " is not there");
    }
    return Map.of();
  }

  /** Keeps values, which may be secret, out of logs. */
  @Override
  public String toString() {
    return "PodEnvironment" + variables.keySet();
  }
}
