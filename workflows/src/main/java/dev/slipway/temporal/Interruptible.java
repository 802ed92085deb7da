package dev.slipway.temporal;

import io.temporal.api.enums.v1.RetryState;
import io.temporal.common.converter.Values;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Runs an activity that a person's order or a signal can end before it ends by itself. */
public final class Interruptible {

  private Interruptible() {}

  /**
   * The activity's result, or empty when it was stopped and had nothing to tell. An activity that
   * answers its cancellation with a result (a checkpoint) gives that.
   *
   * @param stop read by the workflow's event loop; once true, the activity is cancelled and waited
   *     for
   */
  public static <T> Optional<T> call(Functions.Func<T> activity, BooleanSupplier stop) {
    return call(activity, stop, lastWords -> Optional.empty());
  }

  /**
   * As above, but what a stopped activity whose worker died had told in its last heartbeat is not
   * lost.
   *
   * @param hearing makes a result of the last heartbeat; empty when it cannot
   */
  public static <T> Optional<T> call(
      Functions.Func<T> activity,
      BooleanSupplier stop,
      Functions.Func1<Values, Optional<T>> hearing) {
    Running<T> running = new Running<>();
    CancellationScope scope =
        Workflow.newCancellationScope(() -> running.promise = Async.function(activity));
    scope.run();
    Promise<T> promise = running.started();
    Workflow.await(() -> promise.isCompleted() || stop.getAsBoolean());
    if (!promise.isCompleted()) {
      scope.cancel("no longer needed");
    }
    try {
      return Optional.of(promise.get());
    } catch (RuntimeException e) {
      if (isCancellation(e) || isStopped(e)) {
        return e.getCause() instanceof TimeoutFailure died
            ? hearing.apply(died.getLastHeartbeatDetails())
            : Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isCancellation(Throwable e) {
    return e instanceof CanceledFailure || (e.getCause() != null && isCancellation(e.getCause()));
  }

  /**
   * It was asked to stop, and its worker died or failed before it did: as it is not wanted any
   * more, nobody tries it again.
   */
  private static boolean isStopped(RuntimeException e) {
    return e instanceof ActivityFailure failure
        && failure.getRetryState() == RetryState.RETRY_STATE_CANCEL_REQUESTED;
  }

  /** Carries the promise out of the scope's procedure. */
  private static final class Running<T> {
    private @Nullable Promise<T> promise;

    private Promise<T> started() {
      if (promise == null) {
        throw new IllegalStateException("the scope did not run");
      }
      return promise;
    }
  }
}
