package dev.slipway.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** An object as YAML for a person: a Secret's values are never in it. */
public final class ManifestText {

  /** Annotation: kubectl's copy of the whole object. Nobody means it, and a Secret's holds all. */
  public static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private static final String HIDDEN = "(hidden)";
  private static final String CHANGED = "(changed)";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ManifestText() {}

  /**
   * @param other the object it is compared with, so that a Secret's changed values can be marked
   */
  public static List<String> lines(Manifest manifest, @Nullable Manifest other) {
    ObjectNode shown = manifest.json();
    if (shown.path("metadata").path("annotations").has(LAST_APPLIED)) {
      shown = shown.deepCopy();
      ((ObjectNode) shown.at("/metadata/annotations")).remove(LAST_APPLIED);
    }
    if (manifest.kind().equals("Secret")) {
      shown = shown.deepCopy();
      JsonNode before = other == null ? MAPPER.createObjectNode() : other.json();
      mask(shown, before, "data");
      mask(shown, before, "stringData");
      // The whole Secret stands in annotations such as last-applied-configuration.
      if (shown.path("metadata") instanceof ObjectNode metadata) {
        mask(metadata, before.path("metadata"), "annotations");
      }
    }
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setSplitLines(false)
            .setIndentWithIndicator(false)
            .build();
    String yaml = new Dump(settings).dumpToString(MAPPER.convertValue(shown, Object.class));
    return yaml.stripTrailing().lines().toList();
  }

  private static void mask(ObjectNode owner, JsonNode before, String field) {
    if (!owner.has(field)) {
      return;
    }
    if (!(owner.get(field) instanceof ObjectNode values)) {
      owner.put(field, HIDDEN);
      return;
    }
    for (Iterator<String> keys = values.deepCopy().fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      boolean same = values.path(key).equals(before.path(field).path(key));
      values.put(key, same ? HIDDEN : CHANGED);
    }
  }
}
