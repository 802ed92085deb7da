package dev.slipway.starter.dev.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The service's customers: a steady stream of requests through the gateway, sent on time whether
 * earlier ones were answered or not.
 *
 * <p>An answer of 500 and above, and no answer, count as failed: what a customer would call so.
 */
final class LoadGenerator implements AutoCloseable {

  private static final int ITEMS = 100;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  /** So many are kept with their times; more only count. */
  private static final int MOST_FAILURES = 100_000;

  private final String base;
  private final long intervalNanos;
  private final ExecutorService customers = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread clock = Thread.ofPlatform().daemon().name("load").unstarted(this::run);
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWER_LIMIT)
          .executor(customers)
          .build();
  private final List<Instant> failures = new ArrayList<>();
  private long answered;
  private long failed;

  /** What customers saw up to now. */
  record Count(long answered, long failed) {}

  /**
   * What customers saw in a time.
   *
   * @param firstFailure empty when none failed
   */
  record Experience(
      long requests, long failed, Optional<Instant> firstFailure, Optional<Instant> lastFailure) {

    /** From the first failed answer to the last one; zero when none failed. */
    Duration suffering() {
      return firstFailure.isPresent() && lastFailure.isPresent()
          ? Duration.between(firstFailure.get(), lastFailure.get())
          : Duration.ZERO;
    }
  }

  /**
   * @param gateway where the gateway answers
   * @param perSecond requests in a second
   */
  LoadGenerator(String gateway, int perSecond) {
    base = gateway + "/shop?item=";
    intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  void start() {
    clock.start();
  }

  /** Items in turn: so many of each, in whatever version answers. */
  private void run() {
    long begun = System.nanoTime();
    for (long sent = 0; !Thread.currentThread().isInterrupted(); sent++) {
      long early = begun + sent * intervalNanos - System.nanoTime();
      if (early > 0) {
        LockSupport.parkNanos(early);
      }
      int item = (int) (1 + sent % ITEMS);
      customers.execute(() -> ask(item));
    }
  }

  private void ask(int item) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + item)).timeout(ANSWER_LIMIT).build();
    try {
      HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
      record(answer.statusCode() < 500, Instant.now());
    } catch (IOException e) {
      record(false, Instant.now());
    } catch (InterruptedException e) {
      // The load has ended: nobody waits for this answer any more.
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void record(boolean good, Instant at) {
    answered++;
    if (!good) {
      failed++;
      if (failures.size() < MOST_FAILURES) {
        failures.add(at);
      }
    }
  }

  synchronized Count count() {
    return new Count(answered, failed);
  }

  /**
   * @param before the count when it began
   * @param since the instant then
   */
  synchronized Experience experience(Count before, Instant since) {
    List<Instant> seen = failures.stream().filter(at -> !at.isBefore(since)).sorted().toList();
    return new Experience(
        answered - before.answered(),
        failed - before.failed(),
        seen.isEmpty() ? Optional.empty() : Optional.of(seen.getFirst()),
        seen.isEmpty() ? Optional.empty() : Optional.of(seen.getLast()));
  }

  @Override
  public void close() {
    clock.interrupt();
    try {
      clock.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    customers.shutdownNow();
    client.shutdownNow();
  }
}
