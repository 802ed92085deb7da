package dev.slipway.hook;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Runs Jobs of a path. Runs on the cluster's own task queue. */
@ActivityInterface(namePrefix = "Hook")
public interface HookActivities {

  /**
   * Finds the revision's Job or makes it, and watches it until it ends or its deadline is over.
   * Asked again, also by another worker after the death of this one, it watches the same Job on. A
   * Job that has ended is not run again. When cancelled, it stops the Job.
   */
  @ActivityMethod
  HookReport run(HookOrder order);
}
