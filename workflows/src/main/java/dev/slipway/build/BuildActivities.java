package dev.slipway.build;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Builds and tests. Run on {@code TaskQueues.BUILDS}; any worker can recreate the workspace from
 * the commit.
 */
@ActivityInterface(namePrefix = "Build")
public interface BuildActivities {

  /**
   * Builds the commit and stores the artifact by digest. Idempotent by release; heartbeats with the
   * log's last line.
   */
  @ActivityMethod
  BuildResult artifact(BuildOrder order);

  /** Runs one test suite. Idempotent by release and suite; heartbeats with the log's last line. */
  @ActivityMethod
  TestResult test(TestOrder order);
}
