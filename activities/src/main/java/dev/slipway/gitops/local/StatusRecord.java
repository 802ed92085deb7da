package dev.slipway.gitops.local;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.slipway.gitops.CommitStatus;
import java.util.Map;
import java.util.TreeMap;

/** {@code refs/slipway/statuses/<commit>}: the statuses of a commit by context. */
record StatusRecord(@JsonValue Map<String, Status> contexts) {

  /** The last one of a context. */
  record Status(CommitStatus.State state, String description) {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  StatusRecord {
    contexts = Map.copyOf(contexts);
  }

  StatusRecord with(String context, Status status) {
    Map<String, Status> all = new TreeMap<>(contexts);
    all.put(context, status);
    return new StatusRecord(all);
  }
}
