package dev.slipway.rollout;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.rollout.RolloutStatus.Phase;
import dev.slipway.temporal.FailureType;
import java.util.Locale;

/** Which orders make no sense now: each is refused with the reason and what to do instead. */
final class RolloutRefusals {

  private final EnvironmentKey target;
  private final boolean rolling;
  private final OperatorOrders orders;

  RolloutRefusals(RolloutInput input, OperatorOrders orders) {
    target = input.target().key();
    rolling = input.plan().rolling().isPresent();
    this.orders = orders;
  }

  void pause(Phase phase) {
    if (rolling) {
      throw FailureType.REFUSED.permanent(
          "a rolling update cannot pause: abort it, or wait for its end");
    }
    unlessShifting("pause", phase);
    if (orders.isPaused()) {
      throw FailureType.REFUSED.permanent("the rollout is paused already, by " + orders.pausedBy());
    }
  }

  void resume(Phase phase) {
    if (phase != Phase.PAUSED && phase != Phase.AWAITING_DECISION && !orders.isPaused()) {
      throw FailureType.REFUSED.permanent(
          "the rollout neither is paused nor waits for a decision: there is nothing to resume");
    }
  }

  /**
   * @param verifying whether Jobs check what is promoted: it can still be taken back
   */
  void abort(Phase phase, boolean verifying) {
    if ((phase == Phase.PROMOTING && !verifying)
        || phase == Phase.ROLLING_BACK
        || phase == Phase.ENDED) {
      throw FailureType.REFUSED.permanent(
          "the rollout is "
              + words(phase)
              + ": to go back after promotion, use slipway rollback "
              + target.service()
              + " "
              + target.environment());
    }
  }

  /**
   * @param verifying whether Jobs check what is promoted: they alone decide whether it stays
   */
  void promote(Phase phase, boolean verifying) {
    if (verifying && phase == Phase.PROMOTING) {
      throw FailureType.REFUSED.permanent(
          "everyone has the new version already, and its post-sync Jobs decide whether it stays:"
              + " wait for their end, or abort to take it back");
    }
    if (rolling && phase == Phase.SHIFTING) {
      throw FailureType.REFUSED.permanent(
          "the rolling update still replaces pods: it can be promoted once all are ready");
    }
    unlessShifting("promote", phase);
  }

  private static void unlessShifting(String verb, Phase phase) {
    if (phase == Phase.PREPARING
        || phase == Phase.PROMOTING
        || phase == Phase.ROLLING_BACK
        || phase == Phase.ENDED) {
      throw FailureType.REFUSED.permanent(
          "the rollout is " + words(phase) + ": it cannot " + verb + " now");
    }
  }

  private static String words(Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
