package dev.slipway.release;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.build.BuildOrder;
import dev.slipway.build.BuildResult;
import dev.slipway.build.CheckActivities;
import dev.slipway.temporal.ActivityPolicies;
import dev.slipway.temporal.Interruptible;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Waits for a build that others make, until its time is over. */
final class ExternalBuild {

  private final ReleaseRuntime runtime;
  private final BuildOrder order;
  private @Nullable Promise<Void> timer;

  ExternalBuild(ReleaseRuntime runtime, BuildOrder order) {
    this.runtime = runtime;
    this.order = order;
  }

  /**
   * @throws ReleaseStopped when aborted
   */
  BuildResult await() {
    String names = String.join(", ", order.spec().checks());
    Instant began = now();
    Duration limit = order.spec().timeout();
    runtime.progress().log().start("build", "waits for " + names, began);
    runtime.progress().await(waiting(names, began, limit));
    runtime.show();
    CheckActivities checks =
        Workflow.newActivityStub(
            CheckActivities.class, ActivityPolicies.polling("checks of " + order.commit()));
    CancellationScope timing =
        Workflow.newCancellationScope(
            () ->
                timer =
                    Workflow.newTimer(
                        limit,
                        TimerOptions.newBuilder()
                            .setSummary("until the build has failed")
                            .build()));
    timing.run();
    Optional<BuildResult> result =
        Interruptible.call(
            () -> checks.await(order), () -> isTimeOver() || runtime.inbox().isAborted());
    timing.cancel("no longer needed");
    runtime.progress().proceed();
    if (result.isEmpty()) {
      runtime.stopIfAborted("build");
    }
    return result.orElseGet(
        () ->
            new BuildResult.NotBuilt(
                "the checks " + names + " did not pass, or the image was not there, in time",
                "",
                "",
                Duration.between(began, now())));
  }

  private boolean isTimeOver() {
    return timer != null && timer.isCompleted();
  }

  private Waiting waiting(String names, Instant began, Duration limit) {
    return new Waiting(
        "the checks " + names + " of " + order.commit(),
        began,
        Optional.of(began.plus(limit)),
        "the build has failed",
        List.of("the external CI of " + order.repository()),
        List.of("slipway release abort " + order.release()));
  }
}
