package dev.slipway.build.process;

import dev.slipway.build.log.BuildLogs;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a worker builds.
 *
 * @param work this worker's own directory: workspaces, logs, records of its processes; can be lost
 *     without harm
 * @param artifacts the artifact store, shared by all workers that build and the clusters that run
 * @param grace how long a script may take to end after SIGTERM, before SIGKILL; 5 s by default, and
 *     below the heartbeat timeout of builds
 * @param logLimit bytes that one attempt of a step may log; 100 MB by default
 * @param logsLimit bytes of all logs, above which the oldest go; 5 GB by default
 * @param keptWorkspaces how many workspaces of failed steps are kept to be looked at; 20 by default
 */
public record BuildSettings(
    Path work, Path artifacts, Duration grace, long logLimit, long logsLimit, int keptWorkspaces) {

  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final long LOG_LIMIT = 100_000_000;
  private static final long LOGS_LIMIT = 5_000_000_000L;
  private static final int KEPT_WORKSPACES = 20;

  public BuildSettings {
    work = work.toAbsolutePath().normalize();
    artifacts = artifacts.toAbsolutePath().normalize();
    if (grace.isNegative() || grace.compareTo(Duration.ofSeconds(8)) > 0) {
      throw new IllegalArgumentException("the grace of builds must be between 0 and 8 s");
    }
    if (logLimit < 1 || logsLimit < logLimit) {
      throw new IllegalArgumentException(
          "the limit of all logs must not be below that of one step's log");
    }
    if (keptWorkspaces < 0) {
      throw new IllegalArgumentException("the number of kept workspaces must not be negative");
    }
  }

  /** With all defaults. */
  public static BuildSettings of(Path work, Path artifacts) {
    return new BuildSettings(work, artifacts, GRACE, LOG_LIMIT, LOGS_LIMIT, KEPT_WORKSPACES);
  }

  /** The logs of this worker, also for whoever serves them. */
  public BuildLogs logs() {
    return new BuildLogs(work.resolve("logs"), logLimit, logsLimit);
  }

  Path processes() {
    return work.resolve("processes");
  }

  Path workspaces() {
    return work.resolve("workspaces");
  }

  Path locks() {
    return work.resolve("locks");
  }
}
