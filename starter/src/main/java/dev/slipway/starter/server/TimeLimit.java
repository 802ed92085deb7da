package dev.slipway.starter.server;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The client's own limits are of each exchange, and it retries; a person's patience is of the
 * whole.
 */
final class TimeLimit {

  private TimeLimit() {}

  /**
   * @param overdue what is thrown when the limit is over
   * @param failed what is thrown instead of what the call throws
   */
  static <T> T within(
      Duration limit,
      Callable<T> call,
      Function<Exception, RuntimeException> overdue,
      Function<Throwable, RuntimeException> failed) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread.ofVirtual().start(task);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
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
}
