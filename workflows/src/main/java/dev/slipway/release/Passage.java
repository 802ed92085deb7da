package dev.slipway.release;

import dev.slipway.cluster.Target;
import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.delivery.Mode;
import dev.slipway.environment.Candidacy;
import dev.slipway.environment.EntityActivities;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.EnvironmentWorkflow;
import dev.slipway.environment.MergedChange;
import dev.slipway.environment.SlotAnswer;
import dev.slipway.environment.SlotReturn;
import dev.slipway.gitops.CloseOrder;
import dev.slipway.gitops.CommentOrder;
import dev.slipway.gitops.ConfigActivities;
import dev.slipway.gitops.ForgeActivities;
import dev.slipway.gitops.MergeOrder;
import dev.slipway.gitops.MergeResult;
import dev.slipway.gitops.ProposedChange;
import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.PullRequestOrder;
import dev.slipway.gitops.PullRequestWatch;
import dev.slipway.platform.EnvironmentBinding;
import dev.slipway.platform.ServiceBinding;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus.Phase;
import dev.slipway.rollout.RolloutWorkflow;
import dev.slipway.temporal.ActivityPolicies;
import dev.slipway.temporal.ExternalSignal;
import dev.slipway.temporal.Interruptible;
import dev.slipway.temporal.NamedWait;
import dev.slipway.temporal.SlipwaySearchAttributes;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A release's way through one environment: gates, change, decision, slot, recheck, merge, outcome.
 */
final class Passage {

  /**
   * How often a change is made anew because the branch moved under it, before a person has to look.
   */
  private static final int ROUNDS = 10;

  private static final Duration SLOT_LIMIT = Duration.ofDays(7);
  private static final Duration OUTCOME_LIMIT = Duration.ofDays(7);
  private static final Duration ASK_AGAIN = Duration.ofMinutes(10);
  private static final Duration ABORT_AGAIN = Duration.ofSeconds(2);

  private final ReleaseRuntime runtime;
  private final BindingCheck bindings;
  private Passport passport;
  private final ConfigActivities config;
  private final ForgeActivities forge;
  private final EntityActivities entities;
  private @Nullable ApprovalGate gate;
  private @Nullable PullRequest opened;

  /** The change that people approved: asked again only when it is another one. */
  private Optional<ProposedChange> decided = Optional.empty();

  private int moves;

  /**
   * What is fixed when a release reaches an environment.
   *
   * @param plan the commit's own gates merged with those of the stable release: the stricter
   *     applies
   * @param declared the commit's own gates
   * @param service what the platform says of the service
   */
  record Passport(
      EnvironmentPlan plan,
      EnvironmentPlan declared,
      ServiceBinding service,
      EnvironmentBinding binding,
      Target target,
      Cargo cargo) {

    Passport withPlan(EnvironmentPlan stricter) {
      return new Passport(stricter, declared, service, binding, target, cargo);
    }

    Passport withBinding(ServiceBinding now, EnvironmentBinding present) {
      return new Passport(plan, declared, now, present, target, cargo);
    }
  }

  Passage(ReleaseRuntime runtime, BindingCheck bindings, Passport passport) {
    this.runtime = runtime;
    this.bindings = bindings;
    this.passport = passport;
    config =
        Workflow.newActivityStub(
            ConfigActivities.class,
            ActivityPolicies.exchange("change of " + passport.target().key()));
    forge =
        Workflow.newActivityStub(
            ForgeActivities.class,
            ActivityPolicies.exchange("pull request for " + passport.target().key()));
    entities =
        Workflow.newActivityStub(
            EntityActivities.class,
            ActivityPolicies.exchange("slot of " + passport.target().key()));
  }

  /** The gate that waits for people now. */
  Optional<ApprovalGate> gate() {
    return Optional.ofNullable(gate);
  }

  /**
   * @return empty when the environment has the artifact, else how the release ends here
   */
  Optional<ReleaseResult> run() {
    runtime.progress().reach(environment());
    learnGates();
    while (moves < ROUNDS) {
      awaitFreezeEnd();
      ProposedChange change = propose("change");
      if (change.isNoOp()) {
        runtime.progress().log().skip(step("merge"), "the branch has this revision already", now());
        return end(outcomeOf(change.base().commit()));
      }
      PullRequest pullRequest = open(change);
      if (passport.plan().mode() == Mode.DELIVERY
          && !decided.equals(Optional.of(change))
          && !isDecided(change, pullRequest)) {
        moves++;
        continue;
      }
      decided = Optional.of(change);
      SlotAnswer.Granted slot = acquireSlot();
      passport = bindings.recheck(passport);
      ProposedChange again = propose("recheck");
      if (!isStillWhatWasDecided(change, again, slot)) {
        giveSlotBack("the branch moved; the change is made anew");
        moves++;
        continue;
      }
      Optional<String> merged = merge(pullRequest, again);
      if (merged.isPresent()) {
        return end(outcomeOf(merged.get()));
      }
    }
    return Optional.of(
        result(
            Outcome.FAILED,
            "the production branch moved under the change "
                + ROUNDS
                + " times: start the release again when it is quieter"));
  }

  private void awaitFreezeEnd() {
    Optional<Instant> end = passport.binding().frozenUntil(now());
    while (end.isPresent()) {
      runtime.enter(Phase.AWAITING_GATE);
      String name = step("freeze window");
      runtime.progress().log().start(name, "until " + end.get(), now());
      Instant until = end.get();
      runtime.await(
          new Waiting(
              "a freeze window of " + environment(),
              now(),
              Optional.of(until),
              "the release goes on",
              List.of("the end of the window"),
              List.of("slipway release abort " + release())),
          () -> false);
      runtime.progress().log().pass(name, "over", now());
      end = passport.binding().frozenUntil(now());
    }
  }

  /** Announces the release; the gates of what is stable bind it. */
  private void learnGates() {
    Passport stricter = bindings.withGatesOfStable(passport, announce(false));
    runtime
        .progress()
        .log()
        .pass(
            step("gates"),
            stricter.plan().equals(passport.plan())
                ? ""
                : "stricter ones of the stable release apply",
            now());
    passport = stricter;
    Workflow.upsertTypedSearchAttributes(
        SlipwaySearchAttributes.MODE.valueSet(
            passport.plan().mode().name().toLowerCase(Locale.ROOT)));
  }

  private ProposedChange propose(String name) {
    ProposedChange change =
        runtime.run(
            step(name),
            () -> passport.cargo().propose(config, passport.target(), runtime.input().key()));
    runtime.progress().propose(change.diffDigest(), change.diff());
    runtime.progress().log().pass(step(name), "branch " + change.branch(), now());
    return change;
  }

  private PullRequest open(ProposedChange change) {
    runtime.enter(Phase.PROPOSING);
    PullRequestOrder order =
        new PullRequestOrder(
            passport.target().config().repository(),
            passport.target().config().branch(),
            change.branch(),
            "Release " + release() + " to " + environment(),
            ChangeText.body(runtime.progress().status(), passport, change),
            statusContext(),
            passport.plan().mode() == Mode.DELIVERY
                ? passport.service().approvers(passport.plan()).people().orElse(List.of())
                : List.of());
    PullRequest pullRequest = runtime.run(step("pull request"), () -> forge.open(order));
    opened = pullRequest;
    runtime.progress().pullRequest(pullRequest.ref().link());
    runtime.progress().log().refer(step("pull request"), pullRequest.ref().link());
    runtime
        .progress()
        .log()
        .pass(step("pull request"), "number " + pullRequest.ref().number(), now());
    return pullRequest;
  }

  /**
   * @return whether people approved; false when the change is not the one any more and has to be
   *     made anew
   */
  private boolean isDecided(ProposedChange change, PullRequest pullRequest) {
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
          new DecisionWait(runtime, passport, opened).await(pullRequest, step("approval"));
      return switch (answer) {
        case APPROVED -> true;
        // Merged by a person: the next round finds it on the branch.
        case CHANGED, MERGED -> false;
      };
    } finally {
      gate = null;
    }
  }

  private SlotAnswer.Granted acquireSlot() {
    runtime.enter(Phase.AWAITING_SLOT);
    String name = step("slot");
    runtime.inbox().forgetSlot();
    runtime.progress().log().start(name, "", now());
    announce(true);
    Instant deadline = now().plus(SLOT_LIMIT);
    while (now().isBefore(deadline)) {
      boolean answered =
          runtime.await(
              new Waiting(
                  "the slot of " + passport.target().key() + slotDetail(),
                  now(),
                  Optional.of(earlier(deadline, now().plus(ASK_AGAIN))),
                  now().plus(ASK_AGAIN).isBefore(deadline)
                      ? "it asks again"
                      : "the release expires",
                  List.of("environment " + passport.target().key()),
                  List.of(
                      "slipway environment status "
                          + environment()
                          + " "
                          + runtime.input().key().service())),
              () ->
                  runtime
                      .inbox()
                      .slot(environment())
                      .filter(a -> !(a instanceof SlotAnswer.Queued))
                      .isPresent());
      if (answered) {
        return granted(name, runtime.inbox().slot(environment()).orElseThrow());
      }
      announce(true);
    }
    giveSlotBack("expired");
    throw new ReleaseStopped(
        Outcome.EXPIRED, "the slot of " + passport.target().key() + " was not free for 7 days");
  }

  private String slotDetail() {
    return runtime
        .inbox()
        .slot(environment())
        .map(
            answer ->
                answer instanceof SlotAnswer.Queued queued ? ", behind " + queued.behind() : "")
        .orElse("");
  }

  private SlotAnswer.Granted granted(String name, SlotAnswer answer) {
    return switch (answer) {
      case SlotAnswer.Granted granted -> {
        runtime.progress().log().pass(name, "granted", now());
        yield granted;
      }
      case SlotAnswer.Superseded superseded ->
          throw new ReleaseStopped(
              Outcome.SUPERSEDED, "superseded by the newer release " + superseded.by());
      case SlotAnswer.Refused refused -> throw new ReleaseStopped(Outcome.FAILED, refused.reason());
      case SlotAnswer.Queued queued ->
          throw new IllegalStateException("a place in the queue is no slot");
    };
  }

  /**
   * The gates hold now, the base is what is stable, and the rendered diff is the one that was
   * decided on.
   */
  private boolean isStillWhatWasDecided(
      ProposedChange decided, ProposedChange now, SlotAnswer.Granted slot) {
    boolean baseIsStable =
        slot.stableRevision().isEmpty() || slot.stableRevision().equals(now.base().revision());
    return baseIsStable
        && decided.diffDigest().equals(now.diffDigest())
        && passport.binding().frozenUntil(now()).isEmpty();
  }

  /**
   * @return the merge commit; empty when the change has to be made anew
   */
  private Optional<String> merge(PullRequest pullRequest, ProposedChange change) {
    runtime.enter(Phase.MERGING);
    String name = step("merge");
    MergeOrder order =
        new MergeOrder(
            pullRequest.ref(),
            change.commit(),
            "Release " + release() + " to " + environment(),
            trailers(),
            statusContext());
    MergeResult result = runtime.run(name, () -> forge.merge(order));
    return switch (result) {
      case MergeResult.Merged merged -> {
        runtime.progress().log().pass(name, "commit " + merged.commit(), now());
        yield Optional.of(merged.commit());
      }
      case MergeResult.Refused refused -> {
        giveSlotBack(refused.reason());
        awaitPermission(name, refused.reason(), pullRequest);
        yield Optional.empty();
      }
      case MergeResult.Conflicting conflicting -> {
        giveSlotBack(conflicting.reason());
        moves++;
        yield Optional.empty();
      }
      case MergeResult.HeadMoved moved -> {
        giveSlotBack("the pull request has a new head, " + moved.head());
        moves++;
        yield Optional.empty();
      }
      case MergeResult.Closed closed -> {
        giveSlotBack("the pull request was closed");
        throw new ReleaseStopped(Outcome.REJECTED, "the pull request was closed by " + closed.by());
      }
    };
  }

  private Map<String, String> trailers() {
    Map<String, String> trailers = new HashMap<>(passport.cargo().trailers());
    trailers.put("Slipway-Release", release());
    return trailers;
  }

  /**
   * Branch protection wants something that people have to do; the slot is free meanwhile. What they
   * do on the forge (a review, a check) wakes the release by itself.
   *
   * @param refused as it was before the merge was tried: what people did since is not missed
   */
  private void awaitPermission(String name, String reason, PullRequest refused) {
    Instant deadline = now().plus(passport.plan().approval().expires());
    runtime.progress().log().waiting(name, reason);
    runtime
        .progress()
        .await(
            new Waiting(
                "the forge refuses the merge: " + reason,
                now(),
                Optional.of(deadline),
                "the release expires",
                List.of(
                    "who may satisfy the branch protection of "
                        + passport.target().config().repository()),
                List.of(
                    "slipway release retry " + release(), "slipway release abort " + release())));
    runtime.show();
    ForgeActivities watching =
        Workflow.newActivityStub(
            ForgeActivities.class,
            ActivityPolicies.polling(
                "branch protection of pull request " + refused.ref().number()));
    Promise<Void> timer =
        Workflow.newTimer(
            Duration.between(now(), deadline),
            TimerOptions.newBuilder().setSummary("until the release expires").build());
    BooleanSupplier ended =
        () -> runtime.inbox().hasRetry() || runtime.inbox().isAborted() || timer.isCompleted();
    Optional<PullRequest> changed;
    do {
      // A nudge makes the poll begin anew: it looks at once, and often again at first.
      runtime.inbox().takeNudge();
      changed =
          Interruptible.call(
              () -> watching.awaitChange(new PullRequestWatch(refused)),
              () -> ended.getAsBoolean() || runtime.inbox().isNudged());
    } while (changed.isEmpty() && !ended.getAsBoolean());
    runtime.progress().proceed();
    runtime.stopIfAborted("the forge refuses the merge");
    if (changed.isEmpty() && !runtime.inbox().takeRetry()) {
      throw new ReleaseStopped(Outcome.EXPIRED, "the forge refused the merge: " + reason);
    }
  }

  private EnvironmentOutcome outcomeOf(String mergeCommit) {
    runtime.enter(Phase.ROLLING_OUT);
    String name = step("rollout");
    String rollout = WorkflowIds.rollout(passport.target().key());
    runtime.progress().rollingOut(rollout);
    runtime.progress().log().start(name, "", now());
    runtime.progress().log().refer(name, rollout);
    Instant deadline = now().plus(OUTCOME_LIMIT);
    while (now().isBefore(deadline)) {
      environmentEntity().merged(new MergedChange(release(), mergeCommit));
      if (awaitOutcome(deadline, rollout)) {
        return runtime.inbox().outcome(environment()).orElseThrow();
      }
    }
    throw new ReleaseStopped(
        Outcome.FAILED,
        "the environment " + passport.target().key() + " gave no outcome for 7 days");
  }

  /**
   * An abort is now an order to roll back: it goes to the rollout, and the outcome is awaited all
   * the same.
   */
  private boolean awaitOutcome(Instant deadline, String rollout) {
    runtime
        .progress()
        .await(
            new Waiting(
                "the rollout in " + environment(),
                now(),
                Optional.of(deadline),
                "the release fails",
                List.of("rollout " + rollout),
                List.of(
                    "slipway release watch " + release(), "slipway release abort " + release())));
    runtime.show();
    NamedWait.await(
        ASK_AGAIN,
        "outcome in " + environment() + ", else it asks again",
        () -> hasOutcome() || runtime.inbox().isAborted());
    if (!hasOutcome() && runtime.inbox().isAborted()) {
      NamedWait.await(
          isRolloutAborted(rollout) ? ASK_AGAIN : ABORT_AGAIN,
          "the way back of " + environment(),
          this::hasOutcome);
    }
    runtime.progress().proceed();
    return hasOutcome();
  }

  private boolean hasOutcome() {
    return runtime.inbox().outcome(environment()).isPresent();
  }

  /** The environment may not have started the rollout yet: then the order is given again soon. */
  private boolean isRolloutAborted(String rollout) {
    RolloutWorkflow running = Workflow.newExternalWorkflowStub(RolloutWorkflow.class, rollout);
    return ExternalSignal.isDelivered(
        () -> running.abortSignal(runtime.inbox().abort().orElseThrow()));
  }

  private Optional<ReleaseResult> end(EnvironmentOutcome outcome) {
    String name = step("rollout");
    runtime.inbox().forgetOutcome();
    tellReviewers(outcome);
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

  /** Who reviewed the change reads there what became of it; only a forge has such readers. */
  private void tellReviewers(EnvironmentOutcome outcome) {
    if (opened == null || !opened.ref().link().startsWith("http")) {
      return;
    }
    ForgeActivities telling =
        Workflow.newActivityStub(
            ForgeActivities.class,
            ActivityPolicies.answer("outcome on pull request " + opened.ref().number()));
    CommentOrder comment =
        new CommentOrder(opened.ref(), "outcome", ChangeText.outcome(environment(), outcome));
    runtime.tidy(step("comment"), () -> telling.comment(comment));
  }

  /** Nothing of this release is left behind in the environment when it ends before the merge. */
  void withdraw(String reason) {
    giveSlotBack(reason);
    Optional<String> link = runtime.progress().status().pullRequest();
    if (link.isPresent() && opened != null) {
      PullRequest pullRequest = opened;
      runtime.tidy(
          step("close pull request"),
          () ->
              forge.close(
                  new CloseOrder(pullRequest.ref(), "Release " + release() + " ended: " + reason)));
    }
  }

  /**
   * @return the gates of what is stable there
   */
  private Optional<EnvironmentPlan> announce(boolean ready) {
    Candidacy candidacy =
        new Candidacy(
            passport.target().key(),
            release(),
            runtime.input().number(),
            passport.cargo().digest(),
            ready,
            runtime.input().rollback().isPresent(),
            runtime.input().overrideQuarantine().isPresent(),
            passport.plan().slot(),
            passport.plan(),
            passport.declared(),
            passport.target().workload());
    return runtime.run(step(ready ? "slot" : "gates"), () -> entities.announce(candidacy));
  }

  /** Pending from the first pull request on; success with the slot: nobody merges early. */
  private String statusContext() {
    return "slipway/" + environment();
  }

  private void giveSlotBack(String reason) {
    // Where the environment never ran, there is no slot to give back.
    ExternalSignal.isDelivered(
        () -> environmentEntity().slotReturned(new SlotReturn(release(), reason)));
  }

  private EnvironmentWorkflow environmentEntity() {
    return Workflow.newExternalWorkflowStub(
        EnvironmentWorkflow.class, WorkflowIds.environment(passport.target().key()));
  }

  private ReleaseResult result(Outcome outcome, String reason) {
    return new ReleaseResult(outcome, environment(), reason, now());
  }

  private String step(String what) {
    return environment() + ": " + what;
  }

  private String environment() {
    return passport.target().key().environment();
  }

  private String release() {
    return runtime.input().key().toString();
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Instant now() {
    return ReleaseRuntime.now();
  }
}
