package dev.slipway.release;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.release.ReleaseStatus.Phase;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.temporal.FailureType;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What people order of a release, and which of it is refused now, with the reason and what to do
 * instead.
 */
final class ReleaseOrders {

  private final ReleaseKey release;
  private final ReleaseProgress progress;
  private final ReleaseInbox inbox;
  private final Supplier<Optional<ApprovalGate>> gate;

  /**
   * @param gate the one that waits for people now
   */
  ReleaseOrders(
      ReleaseKey release,
      ReleaseProgress progress,
      ReleaseInbox inbox,
      Supplier<Optional<ApprovalGate>> gate) {
    this.release = release;
    this.progress = progress;
    this.inbox = inbox;
    this.gate = gate;
  }

  /**
   * @param channel by which the decision came
   */
  String approve(Decision decision, String channel) {
    openGate().approve(decision, now(), channel);
    return openGate().isApproved()
        ? "approved"
        : "approved; " + openGate().missing() + " more needed";
  }

  void refuseUnapprovable(Decision decision) {
    ApprovalGate open =
        gate.get()
            .orElseThrow(
                () ->
                    FailureType.REFUSED.permanent(
                        "the release does not wait for a decision now: see slipway release explain "
                            + release));
    Optional<String> objection = open.objection(decision);
    if (objection.isPresent()) {
      throw FailureType.REFUSED.permanent(objection.get());
    }
  }

  String reject(Decision decision, String channel) {
    openGate().reject(decision, now(), channel);
    return "rejected";
  }

  void refuseUnrejectable(Decision decision) {
    refuseUnapprovable(decision);
    if (decision.reason().isBlank()) {
      throw FailureType.REFUSED.permanent("say why it is rejected: --reason \"…\"");
    }
  }

  String abort(OperatorOrder order) {
    inbox.abort(order);
    return switch (progress.phase()) {
      case ROLLING_OUT -> "it rolls back";
      case MERGING -> "it ends, or rolls back if its merge has landed";
      default -> "it ends";
    };
  }

  void refuseUnabortable() {
    if (progress.result().isPresent()) {
      throw FailureType.REFUSED.permanent(
          "the release has ended: to go back after promotion, use slipway rollback "
              + release.service()
              + " ENVIRONMENT");
    }
  }

  String retry(OperatorOrder order) {
    inbox.retry(order);
    return "it tries again";
  }

  void refuseUnretryable() {
    boolean waits = progress.phase() == Phase.PARKED || progress.phase() == Phase.MERGING;
    if (!waits) {
      throw FailureType.REFUSED.permanent(
          "only a broken step can be retried, and none is: see slipway release explain " + release);
    }
  }

  private ApprovalGate openGate() {
    return gate.get()
        .orElseThrow(
            () ->
                FailureType.REFUSED.permanent("the release does not wait for a decision any more"));
  }
}
