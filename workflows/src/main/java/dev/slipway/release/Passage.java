package dev.slipway.release;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.delivery.Mode;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.SlotAnswer;
import dev.slipway.gitops.ConfigActivities;
import dev.slipway.gitops.MergeResult;
import dev.slipway.gitops.ProposedChange;
import dev.slipway.gitops.PullRequest;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus.Phase;
import dev.slipway.temporal.ActivityPolicies;
import dev.slipway.temporal.SlipwaySearchAttributes;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A release's way through one environment: gates, change, decision, slot, recheck, merge, outcome.
 */
final class Passage {

  /**
   * How often a change is made anew because the branch moved under it, before a person has to look.
   */
  private static final int ROUNDS = 10;

  private final ReleaseRuntime runtime;
  private final BindingCheck bindings;
  private final ConfigActivities config;
  private final ChangeRequest request;
  private final SlotClaim slot;
  private final Consumer<String> shown;
  private Passport passport;
  private @Nullable ApprovalGate gate;

  /** The change that people approved: asked again only when it is another one. */
  private Optional<ProposedChange> decided = Optional.empty();

  /** A person has merged the pull request on the forge. */
  private boolean mergedByHand;

  private int moves;

  /**
   * @param shown is told what the release does, or waits for, for those who look at its commit
   */
  Passage(
      ReleaseRuntime runtime, BindingCheck bindings, Passport passport, Consumer<String> shown) {
    this.runtime = runtime;
    this.shown = shown;
    this.bindings = bindings;
    this.passport = passport;
    config =
        Workflow.newActivityStub(
            ConfigActivities.class,
            ActivityPolicies.exchange("change of " + passport.target().key()));
    request = new ChangeRequest(runtime, passport.target().key());
    slot = new SlotClaim(runtime, passport.target().key());
  }

  /** The gate that waits for people now. */
  Optional<ApprovalGate> gate() {
    return Optional.ofNullable(gate);
  }

  /**
   * @return empty when the environment has the artifact, else how the release ends here
   */
  Optional<ReleaseResult> run() {
    runtime.progress().reach(passport.environment());
    learnGates();
    while (moves < ROUNDS) {
      awaitFreezeEnd();
      runtime.progress().enter(Phase.PROPOSING);
      ProposedChange change = propose("change", () -> false).orElseThrow();
      if (change.isNoOp()) {
        runtime
            .progress()
            .log()
            .skip(passport.step("merge"), "the branch has this revision already", now());
        slot.announceForOutcome(passport);
        return end(outcomeOf(change.base().commit(), mergedByHand));
      }
      PullRequest pullRequest = request.open(passport, change);
      if (passport.plan().mode() == Mode.DELIVERY
          && !decided.equals(Optional.of(change))
          && !isDecided(change, pullRequest)) {
        moves++;
        continue;
      }
      decided = Optional.of(change);
      Optional<String> merged = mergeWithSlot(pullRequest, change);
      if (merged.isPresent()) {
        return end(outcomeOf(merged.get(), true));
      }
    }
    return Optional.of(
        result(
            Outcome.FAILED,
            "the production branch moved under the change "
                + ROUNDS
                + " times: start the release again when it is quieter"));
  }

  /**
   * @return the merge commit; empty when the change has to be made anew, without the slot
   */
  private Optional<String> mergeWithSlot(PullRequest pullRequest, ProposedChange change) {
    SlotAnswer.Granted granted = slot.acquire(passport);
    passport = bindings.recheck(passport);
    Optional<ProposedChange> again = propose("recheck", slot::isGivenBackToPark);
    if (again.isEmpty()) {
      return Optional.empty();
    }
    if (!isStillWhatWasDecided(change, again.get(), granted)) {
      slot.giveBack("the branch moved; the change is made anew");
      moves++;
      return Optional.empty();
    }
    return merge(pullRequest, again.get());
  }

  private void awaitFreezeEnd() {
    Optional<Instant> end = passport.binding().frozenUntil(now());
    while (end.isPresent()) {
      runtime.enter(Phase.AWAITING_GATE);
      String name = passport.step("freeze window");
      runtime.progress().log().start(name, "until " + end.get(), now());
      Instant until = end.get();
      runtime.await(
          new Waiting(
              "a freeze window of " + passport.environment(),
              now(),
              Optional.of(until),
              "the release goes on",
              List.of("the end of the window"),
              List.of("slipway release abort " + runtime.release())),
          () -> false);
      runtime.progress().log().pass(name, "over", now());
      end = passport.binding().frozenUntil(now());
    }
  }

  /** Announces the release; the gates of what is stable bind it. */
  private void learnGates() {
    Passport stricter = bindings.withGatesOfStable(passport, slot.announce(passport));
    runtime
        .progress()
        .log()
        .pass(
            passport.step("gates"),
            stricter.plan().equals(passport.plan())
                ? ""
                : "stricter ones of the stable release apply",
            now());
    passport = stricter;
    Workflow.upsertTypedSearchAttributes(
        SlipwaySearchAttributes.MODE.valueSet(
            passport.plan().mode().name().toLowerCase(Locale.ROOT)));
  }

  /**
   * @param giveBack see {@link ReleaseRuntime#run}
   */
  private Optional<ProposedChange> propose(String name, BooleanSupplier giveBack) {
    String step = passport.step(name);
    Optional<ProposedChange> proposed =
        runtime.run(
            step,
            () -> passport.cargo().propose(config, passport.target(), runtime.input().key()),
            giveBack);
    proposed.ifPresent(
        change -> {
          runtime.progress().propose(change.diffDigest(), change.diff());
          runtime.progress().log().pass(step, "branch " + change.branch(), now());
        });
    return proposed;
  }

  /**
   * @return whether people approved; false when the change is not the one any more and has to be
   *     made anew
   */
  private boolean isDecided(ProposedChange change, PullRequest pullRequest) {
    shown.accept("waits for an approval of its change to " + passport.environment());
    runtime.enter(Phase.AWAITING_APPROVAL);
    ApprovalGate opened =
        new ApprovalGate(
            passport.plan().approval(),
            passport.cargo().digest(),
            change,
            passport.service().approvers(passport.plan())::mayApprove);
    gate = opened;
    try {
      DecisionWait.Answer answer =
          new DecisionWait(runtime, passport, opened).await(pullRequest, passport.step("approval"));
      return switch (answer) {
        case APPROVED -> true;
        case CHANGED -> false;
        case MERGED -> {
          // The next round finds it on the branch.
          mergedByHand = true;
          yield false;
        }
      };
    } finally {
      gate = null;
    }
  }

  /**
   * The gates hold now, the base is what is stable, and the rendered diff is the one that was
   * decided on.
   */
  private boolean isStillWhatWasDecided(
      ProposedChange approved, ProposedChange now, SlotAnswer.Granted granted) {
    boolean baseIsStable =
        granted.stableRevision().isEmpty()
            || granted.stableRevision().equals(now.base().revision());
    return baseIsStable
        && approved.diffDigest().equals(now.diffDigest())
        && passport.binding().frozenUntil(now()).isEmpty();
  }

  /**
   * @return the merge commit; empty when the change has to be made anew
   */
  private Optional<String> merge(PullRequest pullRequest, ProposedChange change) {
    return switch (request.merge(passport, pullRequest, change)) {
      case MergeResult.Merged merged -> {
        runtime.progress().log().pass(passport.step("merge"), "commit " + merged.commit(), now());
        yield Optional.of(merged.commit());
      }
      case MergeResult.Refused refused -> {
        slot.giveBack(refused.reason());
        mergedByHand |= request.awaitPermission(passport, refused.reason(), pullRequest);
        yield Optional.empty();
      }
      case MergeResult.Conflicting conflicting -> {
        slot.giveBack(conflicting.reason());
        moves++;
        yield Optional.empty();
      }
      case MergeResult.HeadMoved moved -> {
        slot.giveBack("the pull request has a new head, " + moved.head());
        moves++;
        yield Optional.empty();
      }
      case MergeResult.Closed closed -> {
        slot.giveBack("the pull request was closed");
        throw new ReleaseStopped(Outcome.REJECTED, "the pull request was closed by " + closed.by());
      }
    };
  }

  private EnvironmentOutcome outcomeOf(String commit, boolean landed) {
    shown.accept("is rolled out in " + passport.environment());
    return new OutcomeWait(runtime, passport.target().key(), commit, landed)
        .await(passport.step("rollout"));
  }

  private Optional<ReleaseResult> end(EnvironmentOutcome outcome) {
    String name = passport.step("rollout");
    runtime.inbox().forgetOutcome();
    request.tellOutcome(passport, outcome);
    return switch (outcome.kind()) {
      case PROMOTED -> {
        runtime.progress().log().pass(name, outcome.reason(), now());
        yield Optional.empty();
      }
      case ROLLED_BACK, HELD -> {
        runtime.progress().log().fail(name, outcome.reason(), now());
        yield Optional.of(result(Outcome.ROLLED_BACK, outcome.reason()));
      }
      case FAILED -> {
        runtime.progress().log().fail(name, outcome.reason(), now());
        yield Optional.of(result(Outcome.FAILED, outcome.reason()));
      }
    };
  }

  /** Nothing of this release is left behind in the environment when it ends before the merge. */
  void withdraw(String reason) {
    slot.giveBack(reason);
    request.close(passport, reason);
  }

  private ReleaseResult result(Outcome outcome, String reason) {
    return new ReleaseResult(outcome, passport.environment(), reason, now());
  }
}
