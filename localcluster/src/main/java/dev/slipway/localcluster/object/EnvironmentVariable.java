package dev.slipway.localcluster.object;

import java.util.Optional;
import java.util.regex.Pattern;

/** One entry of a container's {@code env}. */
public sealed interface EnvironmentVariable {

  /** Names that a process may be given; anything else could not be exported by a shell. */
  Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  String name();

  /**
   * A value in the manifest.
   *
   * @param value may refer to earlier variables as {@code $(NAME)}
   */
  record Literal(String name, String value) implements EnvironmentVariable {}

  /**
   * A value of a ConfigMap or Secret.
   *
   * @param optional whether a missing one is left out rather than waited for
   */
  record Reference(String name, Kind kind, String object, String key, boolean optional)
      implements EnvironmentVariable {}

  static EnvironmentVariable of(Fields entry) {
    String name = entry.requiredText("name");
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      entry.refuse("name", "must be the name of an environment variable");
    }
    EnvironmentVariable variable =
        entry.has("valueFrom")
            ? reference(name, entry.child("valueFrom"))
            : new Literal(name, entry.text("value").orElse(""));
    entry.end();
    return variable;
  }

  private static EnvironmentVariable reference(String name, Fields from) {
    Optional<Kind> kind =
        from.has("configMapKeyRef")
            ? Optional.of(Kind.CONFIG_MAP)
            : from.has("secretKeyRef") ? Optional.of(Kind.SECRET) : Optional.empty();
    if (kind.isEmpty()) {
      if (!from.has("fieldRef") && !from.has("resourceFieldRef")) {
        from.refuseHere("must have configMapKeyRef or secretKeyRef");
      }
      from.end();
      return new Literal(name, "");
    }
    Fields key = from.child(kind.get() == Kind.CONFIG_MAP ? "configMapKeyRef" : "secretKeyRef");
    Reference reference =
        new Reference(
            name,
            kind.get(),
            key.requiredText("name"),
            key.requiredText("key"),
            key.flag("optional"));
    key.end();
    from.end();
    return reference;
  }
}
