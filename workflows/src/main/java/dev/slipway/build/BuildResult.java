package dev.slipway.build;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;

/** How a build ended. A build that fails is a value; a worker that cannot build is an exception. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = BuildResult.Built.class, name = "built"),
  @JsonSubTypes.Type(value = BuildResult.NotBuilt.class, name = "not-built")
})
public sealed interface BuildResult {

  /** Reference of the whole log, as {@code slipway release logs} resolves it. */
  String log();

  Duration took();

  /** The artifact is stored under its digest and can be had by any worker. */
  record Built(Artifact artifact, String log, Duration took) implements BuildResult {}

  /**
   * @param reason one sentence: the exit code, the time limit, or the artifact that is not there
   * @param lastLines the end of the log, at most 20 lines and 4 kB, without escape sequences
   */
  record NotBuilt(String reason, String lastLines, String log, Duration took)
      implements BuildResult {}
}
