package dev.slipway.delivery;

/**
 * How a release goes through one environment. Where the environment lies is in platform.yaml.
 *
 * @param slot what becomes of a waiting release when a newer one comes
 */
public record EnvironmentPlan(
    String name, Mode mode, ApprovalRule approval, SlotPolicy slot, RolloutPlan rollout) {

  /** What holds where a delivery file says nothing: a human decides. */
  public static EnvironmentPlan defaults(String name) {
    return new EnvironmentPlan(
        name, Mode.DELIVERY, ApprovalRule.DEFAULT, SlotPolicy.NEWEST, RolloutPlan.DEFAULT);
  }
}
