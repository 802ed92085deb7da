package dev.slipway.temporal;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A wait with a deadline whose timer says in the Web UI what it is about. */
public final class NamedWait {

  private NamedWait() {}

  /**
   * Waits until the condition holds or the time is over.
   *
   * @param summary what is waited for
   * @return whether the condition holds
   */
  public static boolean await(Duration limit, String summary, BooleanSupplier condition) {
    if (condition.getAsBoolean()) {
      return true;
    }
    Timer timer = new Timer();
    CancellationScope scope =
        Workflow.newCancellationScope(
            () ->
                timer.promise =
                    Workflow.newTimer(
                        limit, TimerOptions.newBuilder().setSummary(summary).build()));
    scope.run();
    Workflow.await(() -> condition.getAsBoolean() || timer.isOver());
    if (!timer.isOver()) {
      scope.cancel("no longer needed");
    }
    return condition.getAsBoolean();
  }

  /** Carries the promise out of the scope's procedure. */
  private static final class Timer {
    private @Nullable Promise<Void> promise;

    private boolean isOver() {
      return promise != null && promise.isCompleted();
    }
  }
}
