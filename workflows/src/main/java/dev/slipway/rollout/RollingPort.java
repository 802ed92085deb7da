package dev.slipway.rollout;

import dev.slipway.delivery.RollingPlan;
import dev.slipway.temporal.ActivityPolicies;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** The activities of a rolling update, bound to what it brings where. */
final class RollingPort {

  /** Room for what an activity does beside the waiting that its order bounds. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final RolloutInput input;
  private final RollingPlan plan;

  RollingPort(RolloutInput input, RollingPlan plan) {
    this.input = input;
    this.plan = plan;
  }

  RollingReport update() {
    return rolling("update the pods of " + input.target().key(), plan.readyWithin())
        .update(order());
  }

  RollingReport watch() {
    return rolling("watch the new pods of " + input.target().key(), plan.watch()).watch(order());
  }

  void restore() {
    rolling("bring the stable pods of " + input.target().key() + " back", plan.readyWithin())
        .restore(order());
  }

  private RollingOrder order() {
    return new RollingOrder(input.target(), input.stable(), input.candidate(), plan);
  }

  private RollingActivities rolling(String summary, Duration bounded) {
    return Workflow.newActivityStub(
        RollingActivities.class,
        ActivityPolicies.cluster(input.target().cluster(), summary, bounded.plus(MARGIN)));
  }
}
