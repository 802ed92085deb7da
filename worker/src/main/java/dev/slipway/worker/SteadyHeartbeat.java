package dev.slipway.worker;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Beats for activities that have no reason to beat themselves (an exchange with a forge, say), so
 * that a worker that died is noticed within seconds rather than at the end of the activity's time
 * limit. An activity that hangs is ended by that limit all the same.
 *
 * <p>Activities that keep a checkpoint in their heartbeats are left alone: a beat of ours would
 * replace it.
 */
final class SteadyHeartbeat extends WorkerInterceptorBase implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SteadyHeartbeat.class);

  private static final Duration EVERY = Duration.ofSeconds(1);

  /** Prefixes of the activity types that beat by themselves. */
  private static final Set<String> BEATING = Set.of("Build", "Canary", "Sync");

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("steady-heartbeat").unstarted(task));

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Beating(next);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private final class Beating extends ActivityInboundCallsInterceptorBase {

    private @Nullable ActivityExecutionContext context;

    private Beating(ActivityInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(ActivityExecutionContext newContext) {
      context = newContext;
      super.init(newContext);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      ActivityExecutionContext running = Objects.requireNonNull(context, "init comes first");
      if (running.getInfo().isLocal() || beatsByItself(running)) {
        return super.execute(input);
      }
      ScheduledFuture<?> beat =
          clock.scheduleAtFixedRate(
              () -> beat(running), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
      try {
        return super.execute(input);
      } finally {
        beat.cancel(false);
      }
    }
  }

  private static boolean beatsByItself(ActivityExecutionContext running) {
    return BEATING.stream().anyMatch(running.getInfo().getActivityType()::startsWith);
  }

  private static void beat(ActivityExecutionContext running) {
    try {
      running.heartbeat(null);
    } catch (ActivityCompletionException e) {
      // Nobody waits for it any more. It is short and converges: it may come to its end.
      LOG.debug("{} is not waited for any more", running.getInfo().getActivityType());
    }
  }
}
