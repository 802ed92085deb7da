package dev.slipway.release;

import dev.slipway.gitops.CommitStatus;
import dev.slipway.gitops.ForgeActivities;
import dev.slipway.platform.ServiceBinding;
import dev.slipway.temporal.ActivityPolicies;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.workflow.Workflow;
import java.util.Optional;

/**
 * Shows a release on its commit, where the source lies at a forge: pending while it is under way,
 * with what it does, then how it ended, with a link to it. A forge that does not take it changes
 * nothing.
 */
final class CommitProgress {

  private static final String CONTEXT = "slipway/release";
  private static final int LONGEST = 140;

  /** Releases of earlier workers go on without. */
  private static final String STEPS_SHOWN = "the steps of a release are shown on its commit";

  private final String repository;
  private final String commit;
  private final String link;
  private final ForgeActivities forge =
      Workflow.newActivityStub(
          ForgeActivities.class, ActivityPolicies.answer("status of the commit"));
  private final ForgeActivities last =
      Workflow.newActivityStub(
          ForgeActivities.class, ActivityPolicies.telling("last status of the commit"));

  private CommitProgress(String repository, String commit, String link) {
    this.repository = repository;
    this.commit = commit;
    this.link = link;
  }

  /** Empty where the platform file names no forge for the source. */
  static Optional<CommitProgress> of(ServiceBinding binding, String commit, ReleaseKey key) {
    return binding
        .reporting()
        .map(
            reporting ->
                new CommitProgress(
                    binding.source().repository(),
                    commit,
                    reporting.link(WorkflowIds.release(key))));
  }

  void begins(ReleaseRuntime runtime) {
    report(runtime, forge, CommitStatus.State.PENDING, "the release is under way");
  }

  /**
   * @param what it does now, or waits for
   */
  void reaches(ReleaseRuntime runtime, String what) {
    if (Workflow.getVersion(STEPS_SHOWN, Workflow.DEFAULT_VERSION, 1) == 1) {
      report(runtime, forge, CommitStatus.State.PENDING, what);
    }
  }

  void ends(ReleaseRuntime runtime, ReleaseResult end) {
    CommitStatus.State state =
        switch (end.outcome()) {
          case PROMOTED -> CommitStatus.State.SUCCESS;
          case ROLLED_BACK, REJECTED, ABORTED, SUPERSEDED, EXPIRED, FAILED ->
              CommitStatus.State.FAILURE;
        };
    report(runtime, last, state, end.reason());
  }

  private void report(
      ReleaseRuntime runtime, ForgeActivities to, CommitStatus.State state, String words) {
    String line = words.replaceAll("\\s+", " ").strip();
    String description = line.length() > LONGEST ? line.substring(0, LONGEST - 1) + "…" : line;
    CommitStatus status = new CommitStatus(repository, commit, CONTEXT, state, description, link);
    runtime.tidy("status on the commit", () -> to.report(status));
  }
}
