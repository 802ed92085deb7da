package dev.slipway.release;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.environment.SlotAnswer;
import dev.slipway.gitops.ForgeActivities;
import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.PullRequestWatch;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.temporal.ActivityPolicies;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the human decision on a change, which may take days: by an order (CLI, Web UI), by the
 * forge's reviews, or by a person who merges or closes the pull request. The forge is polled
 * without a trace in the history.
 */
final class DecisionWait {

  private final ReleaseRuntime runtime;
  private final Passport passport;
  private final ApprovalGate gate;
  private @Nullable CancellationScope watch;
  private @Nullable Promise<PullRequest> change;

  /** How a decision ended well; all other ends stop the release. */
  enum Answer {
    APPROVED,
    /** A person merged the pull request: that is the decision, and the merge. */
    MERGED,
    /** The pull request has another head: what was approved is void. */
    CHANGED
  }

  DecisionWait(ReleaseRuntime runtime, Passport passport, ApprovalGate gate) {
    this.runtime = runtime;
    this.passport = passport;
    this.gate = gate;
  }

  /**
   * @param opened the pull request as it is now
   * @param step name of the step that is shown
   * @throws ReleaseStopped when rejected, expired, superseded or aborted
   */
  Answer await(PullRequest opened, String step) {
    Instant deadline = now().plus(passport.plan().approval().expires());
    runtime.progress().log().start(step, "", now());
    PullRequest seen = opened;
    gate.review(seen);
    try {
      while (!gate.isApproved()) {
        watch(seen);
        runtime.progress().log().waiting(step, gate.missing() + " more approval(s)");
        runtime.await(waiting(deadline), this::isWoken);
        stopIfDecided(deadline);
        lookAgainIfNudged();
        Optional<PullRequest> moved = takeChange();
        if (moved.isPresent()) {
          seen = moved.get();
          Optional<Answer> answer = read(seen, opened);
          if (answer.isPresent()) {
            return answer.get();
          }
        }
      }
    } finally {
      unwatch();
    }
    gate.approvals().forEach(runtime.progress()::approve);
    runtime.progress().log().pass(step, "approved", now());
    return Answer.APPROVED;
  }

  private boolean isWoken() {
    return gate.isApproved()
        || gate.rejection().isPresent()
        || isSuperseded()
        || runtime.inbox().isNudged()
        || (change != null && change.isCompleted());
  }

  private void stopIfDecided(Instant deadline) {
    Optional<Approval> rejection = gate.rejection();
    if (rejection.isPresent()) {
      throw new ReleaseStopped(
          Outcome.REJECTED,
          "rejected by " + rejection.get().by() + ": " + rejection.get().reason());
    }
    if (isSuperseded()
        && runtime.inbox().slot(passport.environment()).orElseThrow()
            instanceof SlotAnswer.Superseded superseded) {
      throw new ReleaseStopped(
          Outcome.SUPERSEDED, "superseded by the newer release " + superseded.by());
    }
    if (!isWoken() && !now().isBefore(deadline)) {
      throw new ReleaseStopped(
          Outcome.EXPIRED,
          "nobody decided on the change to " + passport.environment() + " in time");
    }
  }

  private boolean isSuperseded() {
    return runtime
        .inbox()
        .slot(passport.environment())
        .filter(SlotAnswer.Superseded.class::isInstance)
        .isPresent();
  }

  private Optional<Answer> read(PullRequest seen, PullRequest opened) {
    gate.review(seen);
    return switch (seen.state()) {
      case CLOSED ->
          throw new ReleaseStopped(
              Outcome.REJECTED,
              "the pull request was closed by " + seen.endedBy().orElse("somebody"));
      case MERGED -> {
        // Who merges it approves; the environment rolls it out as a person's own commit, and this
        // release finds it there.
        gate.approve(
            new Decision(seen.endedBy().orElse("somebody"), "merged the pull request", ""),
            now(),
            "forge");
        gate.approvals().forEach(runtime.progress()::approve);
        yield Optional.of(Answer.MERGED);
      }
      case OPEN ->
          seen.head().equals(opened.head()) ? Optional.empty() : Optional.of(Answer.CHANGED);
    };
  }

  private void watch(PullRequest seen) {
    if (change != null) {
      return;
    }
    ForgeActivities forge =
        Workflow.newActivityStub(
            ForgeActivities.class,
            ActivityPolicies.polling("review of pull request " + seen.ref().number()));
    watch =
        Workflow.newCancellationScope(
            () -> change = Async.function(forge::awaitChange, new PullRequestWatch(seen)));
    watch.run();
  }

  private Optional<PullRequest> takeChange() {
    if (change == null || !change.isCompleted()) {
      return Optional.empty();
    }
    PullRequest moved = change.get();
    change = null;
    return Optional.of(moved);
  }

  private void unwatch() {
    if (watch == null || change == null) {
      return;
    }
    watch.cancel("no longer needed");
    try {
      change.get();
    } catch (io.temporal.failure.ActivityFailure e) {
      if (!(e.getCause() instanceof CanceledFailure)) {
        Workflow.getLogger(DecisionWait.class).warn("the watch of the pull request ended badly", e);
      }
    }
  }

  /** A poll that begins anew looks at once, and often again at first. */
  private void lookAgainIfNudged() {
    if (runtime.inbox().takeNudge() && change != null && !change.isCompleted()) {
      unwatch();
      change = null;
    }
  }

  private Waiting waiting(Instant deadline) {
    String release = runtime.release();
    List<String> people =
        passport.service().approvers(passport.plan()).people().orElse(List.of("anybody"));
    return new Waiting(
        gate.missing() + " approval(s) for " + passport.environment(),
        now(),
        Optional.of(deadline),
        "the release expires",
        people,
        List.of(
            "slipway release approve " + release,
            "slipway release reject " + release + " --reason …"));
  }
}
