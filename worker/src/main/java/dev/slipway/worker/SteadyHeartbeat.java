package dev.slipway.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityExecutionContextBase;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Beats once a second for every activity, so that a worker that died is noticed within seconds, and
 * one whose question to the outside takes longer than that is not taken for dead. What hangs is
 * ended by the time limit of the question or of the activity.
 *
 * <p>A beat repeats the last checkpoint: that of the activity's own last heartbeat, or what the
 * attempt before it has left.
 */
final class SteadyHeartbeat extends WorkerInterceptorBase implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SteadyHeartbeat.class);

  private static final Duration EVERY = Duration.ofSeconds(1);

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

    private @Nullable Remembering context;

    private Beating(ActivityInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(ActivityExecutionContext newContext) {
      context = new Remembering(newContext);
      super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      Remembering running = Objects.requireNonNull(context, "init comes first");
      if (running.getInfo().isLocal()) {
        return super.execute(input);
      }
      ScheduledFuture<?> beat =
          clock.scheduleAtFixedRate(
              running::repeat, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
      try {
        return super.execute(input);
      } finally {
        beat.cancel(false);
      }
    }
  }

  /** One attempt's context, which knows its last checkpoint. */
  static final class Remembering extends ActivityExecutionContextBase {

    private boolean own;
    private @Nullable Object last;

    Remembering(ActivityExecutionContext next) {
      super(next);
    }

    @Override
    public synchronized <V> void heartbeat(V details) {
      own = true;
      last = details;
      super.heartbeat(details);
    }

    /** What the attempt before has left, whatever was repeated meanwhile, until it beats itself. */
    @Override
    public synchronized <V> Optional<V> getHeartbeatDetails(Class<V> type) {
      return own ? super.getHeartbeatDetails(type) : super.getLastHeartbeatDetails(type);
    }

    @Override
    public synchronized <V> Optional<V> getHeartbeatDetails(Class<V> type, Type generic) {
      return own
          ? super.getHeartbeatDetails(type, generic)
          : super.getLastHeartbeatDetails(type, generic);
    }

    /** Never an older one than the activity's own: both take turns. */
    synchronized void repeat() {
      try {
        if (!own && last == null) {
          last = super.getLastHeartbeatDetails(JsonNode.class).orElse(null);
        }
        super.heartbeat(last);
      } catch (ActivityCompletionException e) {
        // Nobody waits for it any more. It learns so by its own heartbeat; without one it is short
        // and converges: it may come to its end.
        LOG.debug("{} is not waited for any more", getInfo().getActivityType());
      }
    }
  }
}
