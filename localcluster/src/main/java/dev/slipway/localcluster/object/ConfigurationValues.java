package dev.slipway.localcluster.object;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The values of a ConfigMap or, decoded, of a Secret.
 *
 * @param values by key
 */
public record ConfigurationValues(Map<String, String> values) implements ObjectSpec {

  public ConfigurationValues {
    values = Map.copyOf(values);
  }

  static ConfigurationValues ofConfigMap(Fields root) {
    return new ConfigurationValues(root.textMap("data"));
  }

  static ConfigurationValues ofSecret(Fields root) {
    root.only("type", "Opaque");
    Map<String, String> decoded = new LinkedHashMap<>();
    root.textMap("data")
        .forEach(
            (key, value) -> {
              try {
                byte[] bytes = Base64.getDecoder().decode(value);
                decoded.put(key, new String(bytes, StandardCharsets.UTF_8));
              } catch (IllegalArgumentException e) {
                root.refuse("data." + key, "must be base64");
              }
            });
    return new ConfigurationValues(decoded);
  }

  /** Keeps values, which may be secret, out of logs. */
  @Override
  public String toString() {
    return "ConfigurationValues" + values.keySet();
  }
}
