package dev.slipway.environment;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.cluster.Health;
import dev.slipway.cluster.SyncReport;
import dev.slipway.gitops.ConfigHead;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Takes the orders of people, and answers them. Syncs and prunes are left to the environment's own
 * loop, so that it does one thing after another.
 */
final class OperatorDesk {

  private static final Duration BOUND_WITHIN = Duration.ofSeconds(10);

  /** An order to sync is answered by then, done or not: the caller sees the state as it is. */
  private static final Duration SYNC_ANSWER = Duration.ofMinutes(5);

  private static final String DOUBTED = "an ordered sync looks after the rollout";

  private final EnvironmentKey key;
  private final EnvironmentLedger ledger;
  private final EnvironmentPort port;
  private final Lookout lookout;
  private final EnvironmentActs acts;
  private final Attention attention;

  OperatorDesk(
      EnvironmentKey key,
      EnvironmentLedger ledger,
      EnvironmentPort port,
      Lookout lookout,
      EnvironmentActs acts,
      Attention attention) {
    this.key = key;
    this.ledger = ledger;
    this.port = port;
    this.lookout = lookout;
    this.acts = acts;
    this.attention = attention;
  }

  void sync() {
    awaitBound();
    Optional<Instant> before = ledger.live().syncedAt();
    ledger.headMayHaveMoved();
    ledger.live().mayHaveChanged();
    ledger.hold().restoreMayBePossible();
    ledger.live().healAll();
    if (Workflow.getVersion(DOUBTED, Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION) {
      attention.doubtRollout();
    }
    attention.nudge();
    Workflow.await(
        SYNC_ANSWER,
        () -> !ledger.live().syncedAt().equals(before) || attention.trouble().isPresent());
  }

  /**
   * @throws ApplicationFailure REFUSED
   */
  void refuseToAdopt() {
    if (ledger.trial().active().isPresent()) {
      throw FailureType.REFUSED.permanent(
          "a rollout runs here: abort it or wait for its end before you adopt what is live");
    }
    if (ledger.hold().held().isPresent()) {
      throw FailureType.REFUSED.permanent(
          "the environment is held at its stable revision: merge the restoring change first");
    }
  }

  void adopt(OperatorOrder order) {
    awaitBound();
    awaitRecalled();
    refuseToAdopt();
    ConfigHead head = port.head(acts.workload());
    SyncReport report = port.adopt(head.state().commit(), acts.workload());
    if (report.health() != Health.HEALTHY) {
      throw FailureType.REFUSED.permanent(
          "what is live cannot be adopted as it is: " + report.reason());
    }
    lookout.adopted(head, report);
    if (!acts.stableRevision().equals(head.state().revision())) {
      // What is stable already keeps its release, its artifact and its plan.
      ledger.promoted(head, "adopted by " + order.by(), now());
    }
    attention.nudge();
  }

  /** What a sync to the branch's head would change. */
  SyncReport compare() {
    awaitBound();
    ConfigHead head = port.head(acts.workload());
    return port.compare(head.state().commit(), acts.workload());
  }

  /**
   * @throws ApplicationFailure REFUSED
   */
  void refuseToPrune(PruneOrder order) {
    if (order.objects().isEmpty() || order.objects().size() > PruneOrder.MOST) {
      throw FailureType.REFUSED.permanent(
          "an order names the objects that are to go, 1 to "
              + PruneOrder.MOST
              + " of them: this one names "
              + order.objects().size());
    }
    if (ledger.trial().active().isPresent()) {
      throw FailureType.REFUSED.permanent(
          "a rollout runs here, and until its end nothing that it may go back to is deleted:"
              + " confirm it then");
    }
    if (ledger.hold().held().isPresent()) {
      throw FailureType.REFUSED.permanent(
          "the environment is held at its stable revision, which may still need what left the"
              + " branch: merge the restoring change first");
    }
    if (!acts.stableRevision().equals(order.revision())) {
      throw FailureType.REFUSED.permanent(
          "what was looked at is not what is stable here (any more): look again with "
              + key.command("prune"));
    }
    ledger
        .live()
        .prunes()
        .confirmed()
        .filter(other -> !other.equals(order))
        .ifPresent(
            other -> {
              throw FailureType.REFUSED.permanent(
                  "what "
                      + other.order().by()
                      + " has confirmed is not deleted yet: wait for that, and look again");
            });
  }

  /** The same order once more, from a caller who has not heard the answer, is one order. */
  void prune(PruneOrder order) {
    awaitBound();
    refuseToPrune(order);
    Prunes prunes = ledger.live().prunes();
    prunes.confirm(order);
    ledger.headMayHaveMoved();
    attention.nudge();
    Workflow.await(
        SYNC_ANSWER, () -> prunes.confirmed().isEmpty() || attention.trouble().isPresent());
    if (prunes.confirmed().isEmpty()) {
      prunes
          .past()
          .getFirst()
          .obstacle()
          .ifPresent(
              why -> {
                throw FailureType.REFUSED.permanent(why);
              });
    }
  }

  /** A handler may come before the first step of the run has read the platform file. */
  private void awaitBound() {
    if (!Workflow.await(BOUND_WITHIN, port::isBound)) {
      throw FailureType.REFUSED.permanent(
          key + " is not bound in platform.yaml: ask the platform team to add it");
    }
  }

  /** What is adopted must not be what a rollout from before this environment's time tries. */
  private void awaitRecalled() {
    if (!Workflow.await(SYNC_ANSWER, attention::hasRecalled)) {
      throw FailureType.REFUSED.permanent(
          key
              + " cannot find out yet whether something was being rolled out here"
              + attention.trouble().map(what -> " (" + what.reason() + ")").orElse("")
              + ": try again when it can");
    }
  }
}
