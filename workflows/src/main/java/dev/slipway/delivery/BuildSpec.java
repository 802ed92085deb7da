package dev.slipway.delivery;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the artifact is made: by a script that Slipway runs, or elsewhere, which the forge's checks
 * tell.
 *
 * @param run script that is run in a workspace of the commit; empty when it is made elsewhere
 * @param artifact what the build makes; an image when it is made elsewhere
 * @param timeout after which the build has failed; 30 minutes by default
 * @param checks names of the checks or statuses at the source's forge that have to pass; empty when
 *     Slipway builds
 */
public record BuildSpec(String run, ArtifactSpec artifact, Duration timeout, List<String> checks) {

  /**
   * @param checks null where an older worker did not write it
   */
  @JsonCreator
  public BuildSpec(
      String run, ArtifactSpec artifact, Duration timeout, @Nullable List<String> checks) {
    this.run = run;
    this.artifact = artifact;
    this.timeout = timeout;
    this.checks = checks == null ? List.of() : List.copyOf(checks);
  }

  /** One that Slipway runs. */
  public BuildSpec(String run, ArtifactSpec artifact, Duration timeout) {
    this(run, artifact, timeout, List.of());
  }

  /** Whether somebody else builds, and Slipway only waits for it. */
  public boolean isElsewhere() {
    return !checks.isEmpty();
  }
}
