package dev.slipway.build.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Heartbeats of an activity while it is busy, also where it waits for a disk or a remote. It
 * carries what is going on, and brings back that the activity is not wanted any more.
 */
final class Pulse implements AutoCloseable {

  /** Temporal's SDK sends only as many of these as the heartbeat timeout asks for. */
  static final Duration USUAL = Duration.ofMillis(300);

  private final Consumer<String> beat;
  private final Duration every;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile Supplier<String> news = () -> "";
  private volatile Optional<RuntimeException> refusal = Optional.empty();

  private Pulse(Consumer<String> beat, Duration every) {
    this.beat = beat;
    this.every = every;
    thread = Thread.ofPlatform().name("slipway-heartbeat").daemon().unstarted(this::run);
  }

  /**
   * @param beat sends one heartbeat; whatever it throws ends the activity
   */
  static Pulse start(Consumer<String> beat, Duration every) {
    Pulse pulse = new Pulse(beat, every);
    pulse.thread.start();
    return pulse;
  }

  /** What the next heartbeats tell: at most one short line. */
  void tell(Supplier<String> line) {
    news = line;
  }

  /**
   * Throws what a heartbeat has thrown: Temporal's word that the activity was cancelled, has been
   * given to somebody else, or that the worker shuts down.
   */
  void check() {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  @Override
  public void close() {
    ended.countDown();
  }

  private void run() {
    try {
      while (refusal.isEmpty() && !ended.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        beat.accept(news.get());
      }
    } catch (RuntimeException e) {
      refusal = Optional.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
