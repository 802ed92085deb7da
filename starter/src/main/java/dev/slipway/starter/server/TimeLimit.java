package dev.slipway.starter.server;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The client's own limits are of each exchange, and it retries; a person's patience is of the
 * whole.
 */
final class TimeLimit {

  private final Duration limit;
  private final Duration extension;
  private final BooleanSupplier extended;

  private TimeLimit(Duration limit, Duration extension, BooleanSupplier extended) {
    this.limit = limit;
    this.extension = extension;
    this.extended = extended;
  }

  static TimeLimit of(Duration limit) {
    return new TimeLimit(limit, Duration.ZERO, () -> false);
  }

  /** When it is over, so much is given once more if there is hope. */
  TimeLimit extendedBy(Duration more, BooleanSupplier hope) {
    return new TimeLimit(limit, more, hope);
  }

  /**
   * @param overdue what is thrown when the limit is over
   * @param failed what is thrown instead of what the call throws
   */
  <T> T call(
      Callable<T> call,
      Function<Exception, RuntimeException> overdue,
      Function<Throwable, RuntimeException> failed) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread.ofVirtual().start(task);
    try {
      return await(task);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw overdue.apply(e);
    } catch (ExecutionException e) {
      throw failed.apply(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw overdue.apply(e);
    }
  }

  private <T> T await(FutureTask<T> task)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      if (!extended.getAsBoolean()) {
        throw e;
      }
      return task.get(extension.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
