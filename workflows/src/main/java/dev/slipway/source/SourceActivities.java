package dev.slipway.source;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Reads the service's repository. */
@ActivityInterface(namePrefix = "Source")
public interface SourceActivities {

  /**
   * Resolves a revision and reads the delivery file at it. Has no effect outside.
   *
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE (retried) or NOT_FOUND (not retried:
   *     a commit id that the repository does not have will not appear by waiting)
   */
  @ActivityMethod
  SourceReading read(SourceOrder order);
}
