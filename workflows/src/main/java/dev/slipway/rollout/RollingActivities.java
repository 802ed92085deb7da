package dev.slipway.rollout;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Brings a revision in by the Deployment's own rolling update, and back. Runs on the cluster's own
 * task queue. Every method converges: it compares with what is there and does what is missing.
 */
@ActivityInterface(namePrefix = "Rolling")
public interface RollingActivities {

  /**
   * Applies the candidate's objects in place, but for routes, which the sync that follows brings,
   * and waits until all pods are of it and ready, for at most the plan's {@code readyWithin}.
   */
  @ActivityMethod
  RollingReport update(RollingOrder order);

  /**
   * Watches the pods for the plan's {@code watch}. Heartbeats with its beginning: a retry goes on
   * from there.
   */
  @ActivityMethod
  RollingReport watch(RollingOrder order);

  /**
   * Applies stable's objects in place, and waits for its pods.
   *
   * @throws io.temporal.failure.ApplicationFailure NOT_YET, worth a retry, while no pod is ready
   */
  @ActivityMethod
  void restore(RollingOrder order);
}
