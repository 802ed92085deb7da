package dev.slipway.temporal;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/**
 * The named policies of all activities: no workflow writes a timeout of its own.
 *
 * <p>Each is a budget: what an activity may take, how it is retried, and when it is given up so
 * that the workflow can park the step and say so.
 */
public final class ActivityPolicies {

  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration SLOWEST_RETRY = Duration.ofSeconds(30);

  /**
   * How soon a dead worker is noticed: what it did is then done again by another. Workers beat
   * every second, also for activities that do not themselves.
   */
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  /** Longer, as a build that is stopped gets a few seconds of grace to end by itself. */
  private static final Duration BUILD_HEARTBEAT = Duration.ofSeconds(10);

  private ActivityPolicies() {}

  /**
   * Reads a file of the worker's own: short, local and harmless, so that a history need not show
   * it.
   */
  public static LocalActivityOptions lookup() {
    return LocalActivityOptions.newBuilder()
        .setStartToCloseTimeout(Duration.ofSeconds(5))
        .setScheduleToCloseTimeout(Duration.ofMinutes(1))
        .setRetryOptions(RetryOptions.newBuilder().setInitialInterval(FIRST_RETRY).build())
        .build();
  }

  /** One exchange with a Git remote or a forge: given up after 10 minutes of trying. */
  public static ActivityOptions exchange(String summary) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.WORKFLOWS)
        .setStartToCloseTimeout(Duration.ofMinutes(2))
        .setScheduleToCloseTimeout(Duration.ofMinutes(10))
        .setHeartbeatTimeout(HEARTBEAT)
        .setRetryOptions(patient())
        .setSummary(summary)
        .build();
  }

  /**
   * The same where its answer alone tells whether something has happened outside: one that nobody
   * wants any more is waited for all the same.
   */
  public static ActivityOptions effect(String summary) {
    return exchange(summary).toBuilder()
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .build();
  }

  /**
   * One exchange while a person waits for the answer of an order: they are soon told what is
   * broken.
   */
  public static ActivityOptions answer(String summary) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.WORKFLOWS)
        .setStartToCloseTimeout(Duration.ofSeconds(30))
        .setHeartbeatTimeout(HEARTBEAT)
        .setRetryOptions(
            RetryOptions.newBuilder().setInitialInterval(FIRST_RETRY).setMaximumAttempts(3).build())
        .setSummary(summary)
        .build();
  }

  /**
   * Tells people how something ended, after it has: worth two minutes of trying, in which a forge
   * may have been started anew.
   */
  public static ActivityOptions telling(String summary) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.WORKFLOWS)
        .setStartToCloseTimeout(Duration.ofSeconds(30))
        .setScheduleToCloseTimeout(Duration.ofMinutes(2))
        .setHeartbeatTimeout(HEARTBEAT)
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(FIRST_RETRY)
                .setMaximumInterval(Duration.ofSeconds(10))
                .build())
        .setSummary(summary)
        .build();
  }

  /**
   * Waits for a change outside: retried without an end and without a trace in the history, often at
   * first, when somebody is likely to look, and every 20 seconds when it takes long.
   */
  public static ActivityOptions polling(String summary) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.WORKFLOWS)
        .setStartToCloseTimeout(Duration.ofMinutes(1))
        .setHeartbeatTimeout(HEARTBEAT)
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofSeconds(1))
                .setBackoffCoefficient(1.2)
                .setMaximumInterval(Duration.ofSeconds(20))
                .build())
        .setCancellationType(ActivityCancellationType.TRY_CANCEL)
        .setSummary(summary)
        .build();
  }

  /**
   * A build or a test suite.
   *
   * @param limit the delivery file's own time limit, which the process runner enforces; the policy
   *     only adds room for the workspace
   */
  public static ActivityOptions build(String summary, Duration limit) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.BUILDS)
        .setStartToCloseTimeout(limit.plusMinutes(10))
        .setHeartbeatTimeout(BUILD_HEARTBEAT)
        .setRetryOptions(
            RetryOptions.newBuilder().setInitialInterval(FIRST_RETRY).setMaximumAttempts(5).build())
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setSummary(summary)
        .build();
  }

  /**
   * Work in a cluster that may take as long as pods take.
   *
   * @param limit how long one attempt may take
   */
  public static ActivityOptions cluster(String cluster, String summary, Duration limit) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.cluster(cluster))
        .setStartToCloseTimeout(limit)
        .setHeartbeatTimeout(HEARTBEAT)
        .setRetryOptions(patient())
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setSummary(summary)
        .build();
  }

  private static RetryOptions patient() {
    return RetryOptions.newBuilder()
        .setInitialInterval(FIRST_RETRY)
        .setBackoffCoefficient(2)
        .setMaximumInterval(SLOWEST_RETRY)
        .build();
  }
}
