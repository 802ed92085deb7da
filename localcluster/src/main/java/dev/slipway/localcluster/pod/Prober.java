package dev.slipway.localcluster.pod;

import dev.slipway.localcluster.object.Probe;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks a pod again and again, and tells when its answer has changed for good. */
final class Prober {

  private final ProbeCheck check;
  private final Duration starting;
  private final Consumer<Boolean> listener;
  private final Thread thread;
  private boolean well;
  private boolean wasWell;
  private int streak;
  private volatile String failure = "";
  private volatile boolean stopped;

  private Prober(ProbeCheck check, Duration starting, boolean well, Consumer<Boolean> listener) {
    this.check = check;
    this.starting = starting;
    this.well = well;
    this.wasWell = well;
    this.listener = listener;
    this.thread = Thread.ofVirtual().name("probe-" + check.port()).unstarted(this::run);
  }

  /**
   * Begins not ready.
   *
   * @param starting the period until it is ready for the first time
   * @param listener gets true when it became ready, false when not any more
   */
  static Prober ofReadiness(ProbeCheck check, Duration starting, Consumer<Boolean> listener) {
    return begin(new Prober(check, starting, false, listener));
  }

  /** Begins alive; {@code dead} is called each time that the failures reach their threshold. */
  static Prober ofLiveness(ProbeCheck check, Runnable dead) {
    return begin(
        new Prober(
            check,
            check.probe().period(),
            true,
            alive -> {
              if (!alive) {
                dead.run();
              }
            }));
  }

  private static Prober begin(Prober prober) {
    prober.thread.start();
    return prober;
  }

  /** What was wrong the last time; empty when nothing was. */
  String failure() {
    return failure;
  }

  void stop() {
    stopped = true;
    thread.interrupt();
  }

  private void run() {
    Probe probe = check.probe();
    try {
      Thread.sleep(probe.initialDelay());
      while (!stopped) {
        note(check.run(), probe);
        Thread.sleep(wasWell ? probe.period() : starting);
      }
    } catch (InterruptedException e) {
      // Stopped.
      Thread.currentThread().interrupt();
    }
  }

  private void note(Optional<String> problem, Probe probe) {
    failure = problem.orElse("");
    if (problem.isEmpty() == well) {
      streak = 0;
      return;
    }
    streak++;
    if (streak >= (well ? probe.failureThreshold() : probe.successThreshold()) && !stopped) {
      well = !well;
      wasWell |= well;
      streak = 0;
      listener.accept(well);
    }
  }
}
