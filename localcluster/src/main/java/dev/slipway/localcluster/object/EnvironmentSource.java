package dev.slipway.localcluster.object;

/**
 * One entry of a container's {@code envFrom}: all values of a ConfigMap or Secret.
 *
 * @param prefix put before each key
 * @param optional whether a missing object is left out rather than waited for
 */
public record EnvironmentSource(String prefix, Kind kind, String object, boolean optional) {

  static EnvironmentSource of(Fields entry) {
    String prefix = entry.text("prefix").orElse("");
    boolean map = entry.has("configMapRef");
    if (map == entry.has("secretRef")) {
      entry.refuseHere("must have either configMapRef or secretRef");
    }
    Fields reference = entry.child(map ? "configMapRef" : "secretRef");
    EnvironmentSource source =
        new EnvironmentSource(
            prefix,
            map ? Kind.CONFIG_MAP : Kind.SECRET,
            reference.requiredText("name"),
            reference.flag("optional"));
    reference.end();
    entry.end();
    return source;
  }
}
