package dev.slipway.localcluster.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * An object as it is kept.
 *
 * @param spec its meaning
 * @param json the whole object without status; not to be changed, see {@link #copy}
 */
public record StoredObject(ObjectKey key, ObjectSpec spec, ObjectNode json) {

  /** Its JSON, to add a status to. */
  public ObjectNode copy() {
    return json.deepCopy();
  }

  public String resourceVersion() {
    return json.path("metadata").path("resourceVersion").asText("");
  }

  public long generation() {
    return json.path("metadata").path("generation").asLong(0);
  }

  public Instant created() {
    String text = json.path("metadata").path("creationTimestamp").asText("");
    return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
  }
}
