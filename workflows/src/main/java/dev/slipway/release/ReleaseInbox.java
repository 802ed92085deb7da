package dev.slipway.release;

import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.SlotAnswer;
import dev.slipway.rollout.OperatorOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people and environments have told a release and it has not acted upon yet. */
final class ReleaseInbox {

  private @Nullable OperatorOrder abort;
  private @Nullable OperatorOrder retry;
  private @Nullable SlotAnswer slot;
  private @Nullable EnvironmentOutcome outcome;
  private boolean nudged;

  void abort(OperatorOrder order) {
    abort = order;
  }

  boolean isAborted() {
    return abort != null;
  }

  Optional<OperatorOrder> abort() {
    return Optional.ofNullable(abort);
  }

  void retry(OperatorOrder order) {
    retry = order;
  }

  boolean takeRetry() {
    boolean there = retry != null;
    retry = null;
    return there;
  }

  boolean hasRetry() {
    return retry != null;
  }

  void nudge() {
    nudged = true;
  }

  boolean isNudged() {
    return nudged;
  }

  boolean takeNudge() {
    boolean there = nudged;
    nudged = false;
    return there;
  }

  void slot(SlotAnswer answer) {
    slot = answer;
  }

  /**
   * The last answer of this environment; one of an environment that was left is not meant any more.
   */
  Optional<SlotAnswer> slot(String environment) {
    return Optional.ofNullable(slot).filter(answer -> answer.environment().equals(environment));
  }

  void forgetSlot() {
    slot = null;
  }

  void outcome(EnvironmentOutcome told) {
    outcome = told;
  }

  Optional<EnvironmentOutcome> outcome(String environment) {
    return Optional.ofNullable(outcome).filter(told -> told.environment().equals(environment));
  }

  void forgetOutcome() {
    outcome = null;
  }
}
