package dev.slipway.release;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.delivery.Mode;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.gitops.CloseOrder;
import dev.slipway.gitops.CommentOrder;
import dev.slipway.gitops.ForgeActivities;
import dev.slipway.gitops.MergeOrder;
import dev.slipway.gitops.MergeResult;
import dev.slipway.gitops.ProposedChange;
import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.PullRequestOrder;
import dev.slipway.gitops.PullRequestWatch;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus.Phase;
import dev.slipway.temporal.ActivityPolicies;
import dev.slipway.temporal.Interruptible;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The pull request by which a release asks an environment's config repository for its change. */
final class ChangeRequest {

  private static final String LABEL = "slipway/release";
  private static final String CLOSING_REJECTS =
      "who closes the pull request of a refused merge rejects";

  private static final String EFFECTS_ARE_HEARD =
      "what an aborted release merges or opens is waited for";

  private final ReleaseRuntime runtime;
  private final EnvironmentKey key;
  private final ForgeActivities forge;
  private final ForgeActivities effects;
  private @Nullable PullRequest opened;

  ChangeRequest(ReleaseRuntime runtime, EnvironmentKey key) {
    this.runtime = runtime;
    this.key = key;
    forge =
        Workflow.newActivityStub(
            ForgeActivities.class, ActivityPolicies.exchange("pull request for " + key));
    effects =
        Workflow.newActivityStub(
            ForgeActivities.class, ActivityPolicies.effect("pull request for " + key));
  }

  PullRequest open(Passport passport, ProposedChange change) {
    runtime.enter(Phase.PROPOSING);
    PullRequestOrder order =
        new PullRequestOrder(
            passport.target().config().repository(),
            passport.target().config().branch(),
            change.branch(),
            title(),
            ChangeText.body(runtime.progress().status(), passport, change),
            statusContext(),
            reviewers(passport),
            List.of(LABEL));
    String name = passport.step("pull request");
    ForgeActivities opening = heard();
    PullRequest pullRequest = runtime.run(name, () -> opening.open(order));
    opened = pullRequest;
    runtime.progress().pullRequest(pullRequest.ref().link());
    runtime.progress().log().refer(name, pullRequest.ref().link());
    runtime.progress().log().pass(name, "number " + pullRequest.ref().number(), now());
    return pullRequest;
  }

  /**
   * An abort must not end the release while its order is still on the way: what is opened is closed
   * then, and what has landed is rolled back.
   */
  private ForgeActivities heard() {
    return Workflow.getVersion(EFFECTS_ARE_HEARD, Workflow.DEFAULT_VERSION, 1) == 1
        ? effects
        : forge;
  }

  /** Who may approve it, where somebody has to. */
  private static List<String> reviewers(Passport passport) {
    return passport.plan().mode() == Mode.DELIVERY
        ? passport.service().approvers(passport.plan()).people().orElse(List.of())
        : List.of();
  }

  /** Merges it if its head still is this change. */
  MergeResult merge(Passport passport, PullRequest pullRequest, ProposedChange change) {
    runtime.enter(Phase.MERGING);
    Map<String, String> trailers = new HashMap<>(passport.cargo().trailers());
    trailers.put("Slipway-Release", runtime.release());
    MergeOrder order =
        new MergeOrder(pullRequest.ref(), change.commit(), title(), trailers, statusContext());
    ForgeActivities merging = heard();
    return runtime.run(passport.step("merge"), () -> merging.merge(order));
  }

  /**
   * Branch protection wants something that people have to do; the slot is free meanwhile. What they
   * do on the forge (a review, a check) wakes the release by itself.
   *
   * @param refused as it was before the merge was tried: what people did since is not missed
   * @return whether a person has merged it meanwhile
   */
  boolean awaitPermission(Passport passport, String reason, PullRequest refused) {
    Instant deadline = now().plus(passport.plan().approval().expires());
    runtime.progress().log().waiting(passport.step("merge"), reason);
    runtime.progress().await(permission(passport, reason, deadline));
    runtime.show();
    Promise<Void> timer =
        Workflow.newTimer(
            Duration.between(now(), deadline),
            TimerOptions.newBuilder().setSummary("until the release expires").build());
    Optional<PullRequest> changed =
        changeOf(
            refused,
            () -> runtime.inbox().hasRetry() || runtime.inbox().isAborted() || timer.isCompleted());
    runtime.progress().proceed();
    runtime.stopIfAborted("the forge refuses the merge");
    changed.ifPresent(ChangeRequest::stopIfClosed);
    if (changed.isEmpty() && !runtime.inbox().takeRetry()) {
      throw new ReleaseStopped(Outcome.EXPIRED, "the forge refused the merge: " + reason);
    }
    return changed.filter(now -> now.state() == PullRequest.State.MERGED).isPresent();
  }

  /** Who closes it rejects: it must not be proposed to them once more. */
  private static void stopIfClosed(PullRequest now) {
    if (now.state() == PullRequest.State.CLOSED
        && Workflow.getVersion(CLOSING_REJECTS, Workflow.DEFAULT_VERSION, 1) == 1) {
      throw new ReleaseStopped(
          Outcome.REJECTED, "the pull request was closed by " + now.endedBy().orElse("somebody"));
    }
  }

  private Waiting permission(Passport passport, String reason, Instant deadline) {
    return new Waiting(
        "the forge refuses the merge: " + reason,
        now(),
        Optional.of(deadline),
        "the release expires",
        List.of(
            "who may satisfy the branch protection of " + passport.target().config().repository()),
        List.of(
            "slipway release retry " + runtime.release(),
            "slipway release abort " + runtime.release()));
  }

  /** Polls until it is another than it was; empty when the wait has ended before. */
  private Optional<PullRequest> changeOf(PullRequest seen, BooleanSupplier ended) {
    ForgeActivities watching =
        Workflow.newActivityStub(
            ForgeActivities.class,
            ActivityPolicies.polling("branch protection of pull request " + seen.ref().number()));
    Optional<PullRequest> changed;
    do {
      // A nudge makes the poll begin anew: it looks at once, and often again at first.
      runtime.inbox().takeNudge();
      changed =
          Interruptible.call(
              () -> watching.awaitChange(new PullRequestWatch(seen)),
              () -> ended.getAsBoolean() || runtime.inbox().isNudged());
    } while (changed.isEmpty() && !ended.getAsBoolean());
    return changed;
  }

  /** Who reviewed the change reads there what became of it; only a forge has such readers. */
  void tellOutcome(Passport passport, EnvironmentOutcome outcome) {
    if (opened == null || !opened.ref().link().startsWith("http")) {
      return;
    }
    CommentOrder comment =
        new CommentOrder(
            opened.ref(), "outcome", ChangeText.outcome(passport.environment(), outcome));
    ForgeActivities telling =
        Workflow.newActivityStub(
            ForgeActivities.class,
            ActivityPolicies.telling("outcome on pull request " + opened.ref().number()));
    runtime.tidy(passport.step("comment"), () -> telling.comment(comment));
  }

  /** Where the release ends before the merge, its pull request does not stay open. */
  void close(Passport passport, String reason) {
    Optional<String> link = runtime.progress().status().pullRequest();
    if (link.isPresent() && opened != null) {
      PullRequest pullRequest = opened;
      runtime.tidy(
          passport.step("close pull request"),
          () ->
              forge.close(
                  new CloseOrder(
                      pullRequest.ref(), "Release " + runtime.release() + " ended: " + reason)));
    }
  }

  private String title() {
    return "Release " + runtime.release() + " to " + key.environment();
  }

  /** Pending from the first pull request on; success with the slot: nobody merges early. */
  private String statusContext() {
    return "slipway/" + key.environment();
  }
}
