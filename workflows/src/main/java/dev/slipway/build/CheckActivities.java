package dev.slipway.build;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Builds that others make, as the forge of the source tells of them. */
@ActivityInterface(namePrefix = "Check")
public interface CheckActivities {

  /**
   * Answers as soon as one of the named checks has failed, or all have passed and the image is in
   * its registry; until then fails with NOT_YET, which the policy retries without a trace in the
   * history. No effect outside.
   */
  @ActivityMethod
  BuildResult await(BuildOrder order);
}
