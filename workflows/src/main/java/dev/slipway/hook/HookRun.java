package dev.slipway.hook;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.cluster.Target;
import dev.slipway.hook.Hook.Occasion;
import dev.slipway.release.Waiting;
import dev.slipway.temporal.ActivityPolicies;
import dev.slipway.temporal.Interruptible;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs the Jobs of a revision, one after another.
 *
 * <p>A workflow without Jobs gives no command for them. That a path has some is told by a field of
 * its rendered state that older workers do not write, so that histories from before replay as they
 * were.
 */
public final class HookRun {

  /** Room for making the Job, and for a look at its log. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final Target target;
  private final String commit;
  private final String revision;
  private final List<Hook> hooks;
  private final Optional<String> way;

  /**
   * @param way command by which a person can end the wait for a Job, if there is one
   */
  public HookRun(
      Target target, String commit, String revision, List<Hook> hooks, Optional<String> way) {
    this.target = target;
    this.commit = commit;
    this.revision = revision;
    this.hooks = List.copyOf(hooks);
    this.way = way;
  }

  /**
   * Runs those of an occasion, in their order, until one fails.
   *
   * @return why; empty when all have succeeded, or there are none
   */
  public Optional<String> failure(Occasion occasion, HookWitness witness) {
    for (Hook hook : Hook.of(hooks, occasion)) {
      witness.started(hook, waiting(hook));
      HookReport report =
          Interruptible.call(() -> run(hook), witness::isUnwanted)
              .orElseGet(() -> new HookReport(false, "it is not wanted any more", ""));
      witness.ended(hook, report);
      if (!report.succeeded()) {
        return Optional.of("the " + hook.title() + " failed: " + report.detail());
      }
    }
    return Optional.empty();
  }

  private HookReport run(Hook hook) {
    return Workflow.newActivityStub(
            HookActivities.class,
            ActivityPolicies.cluster(
                target.cluster(),
                hook.title() + " of " + target.key(),
                hook.deadline().plus(MARGIN)))
        .run(new HookOrder(target, commit, revision, hook));
  }

  private Waiting waiting(Hook hook) {
    Instant begun = now();
    return new Waiting(
        "the " + hook.title() + " ends",
        begun,
        Optional.of(begun.plus(hook.deadline())),
        switch (hook.occasion()) {
          case PRE_SYNC -> "it is stopped, and nothing of the revision gets live";
          case POST_SYNC -> "it is stopped, and the revision is taken back";
        },
        List.of("the Job", "an operator"),
        Stream.concat(Stream.of(log(hook)), way.stream()).toList());
  }

  private String log(Hook hook) {
    return logCommand(target, hook.jobName(revision));
  }

  /** The command by which a person reads on in a Job's log. */
  public static String logCommand(Target target, String job) {
    return "kubectl --namespace " + target.namespace() + " logs --follow job/" + job;
  }
}
