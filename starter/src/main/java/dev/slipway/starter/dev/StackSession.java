package dev.slipway.starter.dev;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A command that starts a stack, looks after it and stops it, whatever ends the command: its own
 * end, Ctrl-C or {@code slipway dev stop}.
 */
public final class StackSession implements AutoCloseable {

  /** The name under which the command itself is recorded. */
  private static final String KEEPER = "dev";

  /** So many restarts in a row, each soon after the other, are no accident. */
  private static final int RESTARTS = 3;

  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long LOOK_MILLIS = 500;

  private final StateDirectory state;
  private final DevStack stack;
  private final Progress progress;
  private final StateLock lock;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopByHook, "stop");

  private StackSession(StateDirectory state, DevStack stack, Progress progress) {
    this.state = state;
    this.stack = stack;
    this.progress = progress;
    lock = StateLock.take(state);
  }

  /** Takes the state directory for this command alone. */
  public static StackSession begin(StateDirectory state, DevStack stack, Progress progress) {
    state.create();
    StackSession session = new StackSession(state, stack, progress);
    ManagedProcess.record(KEEPER, state.root(), ProcessHandle.current());
    Runtime.getRuntime().addShutdownHook(session.hook);
    return session;
  }

  /** Ends the command that keeps a stack in this directory, and what it left behind. */
  public static void stopEarlier(StateDirectory state) {
    ManagedProcess.running(KEEPER, state.root()).ifPresent(ManagedProcess::stop);
    DevStack.stopParts(state);
  }

  public DevMarker start() {
    return stack.start();
  }

  /** Starts again what dies; returns when the command is asked to stop. */
  void keep(DevMarker marker) {
    int restarts = 0;
    long last = System.nanoTime();
    while (!isStopping()) {
      List<String> missing = stack.missing(marker);
      if (!missing.isEmpty()) {
        restarts = System.nanoTime() - last > QUIET_NANOS ? 1 : restarts + 1;
        last = System.nanoTime();
        restart(missing, restarts);
      }
    }
  }

  private void restart(List<String> missing, int restarts) {
    String names = String.join(" and the ", missing);
    if (restarts > RESTARTS) {
      throw new DevException(
          "The " + names + " died again and again: see the logs that slipway dev status names.");
    }
    progress.say("the " + names + " died and is started again on its state");
    stack.start();
    progress.say("everything runs again");
  }

  private boolean isStopping() {
    try {
      return stopping.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void stopByHook() {
    stopping.countDown();
    stop();
  }

  private void stop() {
    progress.print("stopping; state is kept in " + state.root());
    stack.stop();
  }

  @Override
  public void close() {
    if (stopping.getCount() == 0) {
      return;
    }
    Runtime.getRuntime().removeShutdownHook(hook);
    stop();
    lock.release();
  }
}
