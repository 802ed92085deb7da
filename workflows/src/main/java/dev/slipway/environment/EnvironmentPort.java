package dev.slipway.environment;

import dev.slipway.cluster.PruneBudget;
import dev.slipway.cluster.SyncActivities;
import dev.slipway.cluster.SyncOrder;
import dev.slipway.cluster.SyncReport;
import dev.slipway.cluster.Target;
import dev.slipway.gitops.ConfigActivities;
import dev.slipway.gitops.ConfigHead;
import dev.slipway.gitops.ForgeActivities;
import dev.slipway.gitops.HeadOrder;
import dev.slipway.gitops.MergeOrder;
import dev.slipway.gitops.MergeResult;
import dev.slipway.gitops.ProposedChange;
import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.PullRequestOrder;
import dev.slipway.gitops.PullRequestWatch;
import dev.slipway.gitops.RestoreOrder;
import dev.slipway.platform.EnvironmentBinding;
import dev.slipway.platform.PlatformActivities;
import dev.slipway.temporal.ActivityPolicies;
import dev.slipway.temporal.Interruptible;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The activities of an environment, bound to where it lies. */
final class EnvironmentPort {

  private static final Duration SYNC_LIMIT = Duration.ofMinutes(15);
  private static final Duration UNBOUND_RECHECK = Duration.ofMinutes(1);

  private static final String RESTORE_LABEL = "slipway/restore";

  private final EnvironmentKey key;
  private final UnaryOperator<PruneBudget> budget;
  private final ConfigActivities config;
  private final ForgeActivities forge;
  private final EntityActivities entities;
  private @Nullable EnvironmentBinding binding;
  private String workload;

  /**
   * @param budget what is left of the platform's prune budget
   */
  EnvironmentPort(EnvironmentKey key, UnaryOperator<PruneBudget> budget) {
    this.key = key;
    this.budget = budget;
    workload = key.service();
    config =
        Workflow.newActivityStub(
            ConfigActivities.class, ActivityPolicies.exchange("config of " + key));
    forge =
        Workflow.newActivityStub(
            ForgeActivities.class, ActivityPolicies.exchange("restore " + key));
    entities =
        Workflow.newActivityStub(
            EntityActivities.class, ActivityPolicies.exchange("look after " + key));
  }

  /** Reads where the environment lies; waits while platform.yaml does not bind it. */
  void bind() {
    PlatformActivities platform =
        Workflow.newLocalActivityStub(PlatformActivities.class, ActivityPolicies.lookup());
    Optional<EnvironmentBinding> found = Optional.empty();
    while (found.isEmpty()) {
      found =
          platform
              .binding(key.service())
              .flatMap(service -> service.environment(key.environment()));
      if (found.isEmpty()) {
        Workflow.sleep(UNBOUND_RECHECK);
      }
    }
    binding = found.get();
  }

  boolean isBound() {
    return binding != null;
  }

  /**
   * The Deployment's name is told by the delivery file; until a release tells it, it is the
   * service's.
   */
  void learnWorkload(String name) {
    workload = name;
  }

  String workload() {
    return workload;
  }

  Target target(String ofWorkload) {
    if (binding == null) {
      throw new IllegalStateException("bind first");
    }
    return binding.target(key, ofWorkload);
  }

  Optional<Target> knownTarget() {
    return binding == null ? Optional.empty() : Optional.of(target(workload));
  }

  ConfigHead head(String ofWorkload) {
    return config.head(new HeadOrder(target(ofWorkload).config(), ofWorkload));
  }

  SyncReport sync(String commit, Optional<String> borrower, String ofWorkload) {
    return bring(order(commit, borrower, ofWorkload));
  }

  /**
   * A sync to what is stable here. All of it was Slipway's once: an object of it that bears
   * nobody's labels was made anew by somebody, as when a namespace is rebuilt by hand from Git, and
   * is taken over rather than left as it is.
   *
   * @param left fields that it leaves as they are
   */
  SyncReport reconcile(
      String commit, Optional<String> borrower, String ofWorkload, List<String> left) {
    return bring(order(commit, borrower, ofWorkload).leaving(left).adopting());
  }

  /**
   * The same, and what a person has confirmed is deleted, beyond the budget.
   *
   * @param confirmed all that may go: if anything else would that was not there, nothing does
   */
  SyncReport prune(PruneOrder confirmed, String ofWorkload, List<String> left) {
    return bring(
        order(confirmed.commit(), Optional.empty(), ofWorkload)
            .leaving(left)
            .adopting()
            .pruning(confirmed.objects(), confirmed.unshown()));
  }

  private SyncReport bring(SyncOrder order) {
    return cluster("sync " + key + " to " + abbreviated(order.commit())).apply(order);
  }

  /** A sync that takes over what is live under the path's names. */
  SyncReport adopt(String commit, String ofWorkload) {
    return cluster("adopt " + key + " at " + abbreviated(commit))
        .apply(order(commit, Optional.empty(), ofWorkload).adopting());
  }

  SyncReport compare(String commit, String ofWorkload) {
    return cluster("compare " + key + " with " + abbreviated(commit))
        .compare(order(commit, Optional.empty(), ofWorkload));
  }

  private SyncOrder order(String commit, Optional<String> borrower, String ofWorkload) {
    EnvironmentBinding bound = bound();
    return new SyncOrder(
        target(ofWorkload),
        commit,
        borrower.map(SyncOrder.Loan::new),
        bound.healDrift(),
        budget.apply(bound.prunes()));
  }

  private SyncActivities cluster(String summary) {
    return Workflow.newActivityStub(
        SyncActivities.class, ActivityPolicies.cluster(bound().cluster(), summary, SYNC_LIMIT));
  }

  /** Traffic is on stable already; now the branch follows, by a merged pull request. */
  Restoration restore(ConfigHead bad, StableRevision stable, String reason, String ofWorkload) {
    Target target = target(ofWorkload);
    ProposedChange change =
        config.restore(
            new RestoreOrder(
                target.config(),
                key + "/" + bad.state().revision() + "/" + abbreviated(bad.state().commit()),
                key.environment(),
                ofWorkload,
                stable.ref().commit(),
                reason));
    if (change.isNoOp()) {
      return change.base().revision().equals(stable.ref().revision())
          ? new Restoration.Merged(change.base().commit())
          : new Restoration.Refused(
              Optional.empty(),
              "the path itself is as it was when it was stable: what regressed comes from outside "
                  + target.config().path()
                  + " (a shared base), which a person has to mend");
    }
    String title = "Restore " + key + " to its stable revision";
    PullRequest pullRequest =
        forge.open(
            new PullRequestOrder(
                target.config().repository(),
                target.config().branch(),
                change.branch(),
                title,
                title
                    + ".\n\nWhy: "
                    + reason
                    + "\n\nLive traffic is on the stable revision already.\n\n```diff\n"
                    + change.diff()
                    + "\n```\n",
                "slipway/" + key.environment(),
                List.of(),
                List.of(RESTORE_LABEL)));
    MergeResult merge =
        forge.merge(
            new MergeOrder(
                pullRequest.ref(),
                change.commit(),
                title,
                Map.of("Slipway-Restore", stable.ref().revision()),
                "slipway/" + key.environment()));
    return switch (merge) {
      case MergeResult.Merged merged -> new Restoration.Merged(merged.commit());
      case MergeResult.Refused refused ->
          new Restoration.Refused(Optional.of(pullRequest), refused.reason());
      case MergeResult.Conflicting conflicting ->
          new Restoration.Refused(Optional.of(pullRequest), conflicting.reason());
      case MergeResult.HeadMoved moved ->
          new Restoration.Refused(
              Optional.of(pullRequest), "somebody pushed to its branch: " + moved.head());
      case MergeResult.Closed closed ->
          new Restoration.Refused(Optional.empty(), "closed by " + closed.by());
    };
  }

  /**
   * The restoring pull request as soon as it differs from what was seen; empty when the time is
   * over or the wait is no longer wanted. Leaves no trace in the history while it waits.
   */
  Optional<PullRequest> awaitChange(PullRequest seen, Duration limit, BooleanSupplier stop) {
    ForgeActivities watching =
        Workflow.newActivityStub(
            ForgeActivities.class,
            ActivityPolicies.polling(
                "restoring pull request " + seen.ref().number() + " of " + key));
    Promise<Void> timer =
        Workflow.newTimer(limit, TimerOptions.newBuilder().setSummary("resync").build());
    return Interruptible.call(
        () -> watching.awaitChange(new PullRequestWatch(seen)),
        () -> stop.getAsBoolean() || timer.isCompleted());
  }

  Optional<LastRollout> lastRollout() {
    return entities.lastRollout(key);
  }

  Optional<EnvironmentMemory> lastMemory() {
    return entities.lastMemory(key);
  }

  boolean isRunning(String workflowId) {
    return entities.isRunning(workflowId);
  }

  private EnvironmentBinding bound() {
    if (binding == null) {
      throw new IllegalStateException("bind first");
    }
    return binding;
  }

  private static String abbreviated(String commit) {
    return commit.length() > 12 ? commit.substring(0, 12) : commit;
  }
}
