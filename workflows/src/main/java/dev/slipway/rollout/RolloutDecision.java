package dev.slipway.rollout;

import dev.slipway.rollout.StepOrder.Advance;
import java.time.Duration;

/** What a rollout does next. */
public sealed interface RolloutDecision {

  /**
   * Keep the canary at a weight and watch it.
   *
   * @param position index of the declared step; the number of steps is the soak
   * @param holding why it holds for a person; empty when it goes by itself
   */
  record Watch(
      int position,
      double weight,
      Advance advance,
      Duration minimumHold,
      Duration maximumHold,
      String holding)
      implements RolloutDecision {

    public boolean isHold() {
      return !holding.isEmpty();
    }
  }

  /** The canary becomes stable. */
  record Promote() implements RolloutDecision {}

  /** Traffic goes back to stable. */
  record RollBack(String reason) implements RolloutDecision {}
}
