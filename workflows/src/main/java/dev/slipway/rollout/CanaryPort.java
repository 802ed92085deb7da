package dev.slipway.rollout;

import dev.slipway.rollout.RolloutDecision.Watch;
import dev.slipway.temporal.ActivityPolicies;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;

/** The activities of a rollout, bound to what it brings where. */
final class CanaryPort {

  /** Room for what an activity does beside the waiting that its order bounds. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final RolloutInput input;

  CanaryPort(RolloutInput input) {
    this.input = input;
  }

  CanaryReadiness begin() {
    Duration readyWithin = input.plan().readyWithin();
    return canary("start the canary of " + input.target().key(), readyWithin)
        .begin(
            new CanaryOrder(
                input.target(),
                input.stable(),
                input.candidate(),
                readyWithin,
                input.plan().headerRoute(),
                input.plan().baseline()));
  }

  /**
   * @param evidence as the step before has left it
   */
  StepReport step(Watch watch, Optional<Evidence> evidence) {
    return canary(RolloutWording.summary(watch), watch.maximumHold())
        .step(
            new StepOrder(
                input.target(),
                input.stable(),
                input.candidate(),
                watch.position(),
                watch.weight(),
                watch.advance(),
                watch.minimumHold(),
                watch.maximumHold(),
                input.plan(),
                input.attempt(),
                evidence,
                input.cause()));
  }

  CanaryReadiness promote() {
    Duration readyWithin = input.plan().readyWithin();
    return canary(
            "make the canary of " + input.target().key() + " stable", readyWithin.multipliedBy(3))
        .promote(new PromoteOrder(input.target(), input.stable(), input.candidate(), readyWithin));
  }

  void withdraw() {
    canary("take all traffic of " + input.target().key() + " back to stable", MARGIN)
        .withdraw(new WithdrawOrder(input.target(), input.stable()));
  }

  private CanaryActivities canary(String summary, Duration bounded) {
    return Workflow.newActivityStub(
        CanaryActivities.class,
        ActivityPolicies.cluster(input.target().cluster(), summary, bounded.plus(MARGIN)));
  }
}
