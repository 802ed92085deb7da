package dev.slipway.cluster;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Makes live equal to desired. Runs on the cluster's own task queue. */
@ActivityInterface(namePrefix = "Sync")
public interface SyncActivities {

  /**
   * Applies what differs, deletes what left Git, and, while nothing is lent, resets the route's
   * weights and deletes derived objects: cleanup does not depend on anyone's last step having run.
   * Waits until the workload is ready, or its progress deadline is over. Converges: a second call
   * finds nothing to do.
   */
  @ActivityMethod
  SyncReport apply(SyncOrder order);

  /** What a sync would do: {@code drift} and {@code created} tell it; nothing is changed. */
  @ActivityMethod
  SyncReport compare(SyncOrder order);
}
