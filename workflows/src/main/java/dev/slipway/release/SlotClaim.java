package dev.slipway.release;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.environment.Candidacy;
import dev.slipway.environment.EntityActivities;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentWorkflow;
import dev.slipway.environment.SlotAnswer;
import dev.slipway.environment.SlotReturn;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus.Phase;
import dev.slipway.temporal.ActivityPolicies;
import dev.slipway.temporal.ExternalSignal;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A release's claim on an environment's slot: announced, asked for, waited for, given back. */
final class SlotClaim {

  private static final Duration SLOT_LIMIT = Duration.ofDays(7);
  private static final Duration ASK_AGAIN = Duration.ofMinutes(10);

  private static final String PARKED_WITHOUT = "a release is parked without the slot";
  private static final String KNOWN_FOR_OUTCOME = "a release without a merge is announced again";

  private final ReleaseRuntime runtime;
  private final EnvironmentKey key;
  private final EntityActivities entities;

  SlotClaim(ReleaseRuntime runtime, EnvironmentKey key) {
    this.runtime = runtime;
    this.key = key;
    entities =
        Workflow.newActivityStub(
            EntityActivities.class, ActivityPolicies.exchange("slot of " + key));
  }

  /**
   * The environment learns of the release, which does not ask for the slot yet.
   *
   * @return the gates of what is stable there
   */
  Optional<EnvironmentPlan> announce(Passport passport) {
    return announce(passport, false, "gates");
  }

  /**
   * An environment forgets who gave the slot back or was turned away, and tells an outcome only to
   * those it knows. What it had answered before is not meant any more.
   */
  void announceForOutcome(Passport passport) {
    if (Workflow.getVersion(KNOWN_FOR_OUTCOME, Workflow.DEFAULT_VERSION, 1) == 1) {
      runtime.inbox().forgetSlot();
      announce(passport, false, "rollout");
    }
  }

  private Optional<EnvironmentPlan> announce(Passport passport, boolean ready, String step) {
    Candidacy candidacy =
        new Candidacy(
            key,
            runtime.release(),
            runtime.input().number(),
            passport.cargo().digest(),
            ready,
            runtime.input().rollback().isPresent(),
            runtime.input().overrideQuarantine().isPresent(),
            passport.plan().slot(),
            passport.plan(),
            passport.declared(),
            passport.target().workload());
    return runtime.run(passport.step(step), () -> entities.announce(candidacy));
  }

  /**
   * Asks for the slot and waits for it.
   *
   * @throws ReleaseStopped when refused, superseded, aborted, or not granted within 7 days
   */
  SlotAnswer.Granted acquire(Passport passport) {
    runtime.enter(Phase.AWAITING_SLOT);
    String name = passport.step("slot");
    runtime.inbox().forgetSlot();
    runtime.progress().log().start(name, "", now());
    announce(passport, true, "slot");
    Instant deadline = now().plus(SLOT_LIMIT);
    while (now().isBefore(deadline)) {
      if (runtime.await(waiting(deadline), this::isAnswered)) {
        return granted(name, answer().orElseThrow());
      }
      announce(passport, true, "slot");
    }
    giveBack("expired");
    throw new ReleaseStopped(Outcome.EXPIRED, "the slot of " + key + " was not free for 7 days");
  }

  /**
   * Others go on while this release waits for a person, who may take a day.
   *
   * @return whether it is given back; not by a release that was parked with it before
   */
  boolean isGivenBackToPark() {
    if (Workflow.getVersion(PARKED_WITHOUT, Workflow.DEFAULT_VERSION, 1) != 1) {
      return false;
    }
    giveBack("the recheck is broken: the release is parked");
    return true;
  }

  /** Where the environment never ran, there is no slot to give back. */
  void giveBack(String reason) {
    EnvironmentWorkflow environment =
        Workflow.newExternalWorkflowStub(EnvironmentWorkflow.class, WorkflowIds.environment(key));
    ExternalSignal.isDelivered(
        () -> environment.slotReturned(new SlotReturn(runtime.release(), reason)));
  }

  private Optional<SlotAnswer> answer() {
    return runtime.inbox().slot(key.environment());
  }

  private boolean isAnswered() {
    return answer().filter(given -> !(given instanceof SlotAnswer.Queued)).isPresent();
  }

  private Waiting waiting(Instant deadline) {
    Instant again = now().plus(ASK_AGAIN);
    boolean asksAgain = again.isBefore(deadline);
    return new Waiting(
        "the slot of " + key + place(),
        now(),
        Optional.of(asksAgain ? again : deadline),
        asksAgain ? "it asks again" : "the release expires",
        List.of("environment " + key),
        List.of(key.command("status")));
  }

  private String place() {
    return answer()
        .map(
            given -> given instanceof SlotAnswer.Queued queued ? ", behind " + queued.behind() : "")
        .orElse("");
  }

  private SlotAnswer.Granted granted(String name, SlotAnswer answer) {
    Optional<ReleaseStopped> refusal = refusal(answer);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    if (answer instanceof SlotAnswer.Granted granted) {
      runtime.progress().log().pass(name, "granted", now());
      return granted;
    }
    throw new IllegalStateException("a place in the queue is no slot");
  }

  /** How an answer ends the release; empty where there still is something to wait for. */
  static Optional<ReleaseStopped> refusal(SlotAnswer answer) {
    return switch (answer) {
      case SlotAnswer.Superseded superseded ->
          Optional.of(
              new ReleaseStopped(
                  Outcome.SUPERSEDED, "superseded by the newer release " + superseded.by()));
      case SlotAnswer.Refused refused ->
          Optional.of(new ReleaseStopped(Outcome.FAILED, refused.reason()));
      case SlotAnswer.Granted granted -> Optional.empty();
      case SlotAnswer.Queued queued -> Optional.empty();
    };
  }
}
