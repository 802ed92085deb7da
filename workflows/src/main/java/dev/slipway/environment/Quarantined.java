package dev.slipway.environment;

import java.time.Instant;
import java.util.Optional;

/** A revision or artifact that may not be released here again without an override. */
public record Quarantined(
    String revision, Optional<String> artifact, String reason, Instant since) {

  /**
   * By rendered digest, and by artifact digest: the same artifact in other words is as bad.
   *
   * @param otherRevision rendered digest
   */
  boolean concerns(String otherRevision, Optional<String> otherArtifact) {
    return revision.equals(otherRevision)
        || (otherArtifact.isPresent() && artifact.equals(otherArtifact));
  }
}
