package dev.slipway.gitops.local;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;

/** {@code refs/slipway/protection}: the protected branches by name. */
record ProtectionRecord(@JsonValue Map<String, Protection> branches) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  ProtectionRecord {
    branches = Map.copyOf(branches);
  }
}
