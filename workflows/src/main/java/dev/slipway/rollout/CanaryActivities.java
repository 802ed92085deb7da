package dev.slipway.rollout;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Makes a canary beside the stable version, gives it traffic, judges it, and ends it. Runs on the
 * cluster's own task queue. Every method converges: it compares with what is there and does what is
 * missing.
 */
@ActivityInterface(namePrefix = "Canary")
public interface CanaryActivities {

  /**
   * New objects, then the derived Deployment, Service and configuration; waits until ready. Weight
   * stays 0.
   */
  @ActivityMethod
  CanaryReadiness begin(CanaryOrder order);

  /**
   * Sets the weight, reads it back, and analyses block by block until the step ends. Heartbeats
   * with its evidence: a retry goes on from there. When cancelled, it returns INTERRUPTED with its
   * evidence.
   */
  @ActivityMethod
  StepReport step(StepOrder order);

  /**
   * Canary at full capacity and 100 %, then the Deployment in place, proven ready, traffic back to
   * it, derived objects gone. Never a moment without ready instances behind the weight.
   */
  @ActivityMethod
  CanaryReadiness promote(PromoteOrder order);

  /** Traffic first (within the first milliseconds), then cleanup. */
  @ActivityMethod
  void withdraw(WithdrawOrder order);
}
