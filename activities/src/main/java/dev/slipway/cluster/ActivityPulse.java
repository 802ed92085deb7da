package dev.slipway.cluster;

import dev.slipway.temporal.FailureType;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pulse of the Temporal activity that runs on this thread. */
public final class ActivityPulse implements Pulse {

  /** A cancellation is noticed within this time of its arrival. */
  private static final Duration BEAT = Duration.ofMillis(200);

  private final Clock clock;

  public ActivityPulse(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public <T> Optional<T> kept(Class<T> type) {
    return Activity.getExecutionContext().getHeartbeatDetails(type);
  }

  @Override
  public void rest(Duration time, @Nullable Object details) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    long end = System.nanoTime() + time.toNanos();
    context.heartbeat(details);
    long left = end - System.nanoTime();
    while (left > 0) {
      sleep(Math.min(left, BEAT.toNanos()));
      context.heartbeat(details);
      left = end - System.nanoTime();
    }
  }

  private static void sleep(long nanos) {
    try {
      Thread.sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FailureType.UNREACHABLE.retryable("the worker is shutting down", e);
    }
  }
}
