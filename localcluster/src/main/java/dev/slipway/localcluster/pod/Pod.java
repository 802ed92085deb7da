package dev.slipway.localcluster.pod;

import dev.slipway.localcluster.gateway.Endpoint;
import dev.slipway.localcluster.object.Probe;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One pod: a process that is wanted, whatever happens to it, until it is told to leave. Belongs to
 * the thread of the {@link PodController}; probes and terminations run beside it and wake it.
 */
final class Pod {

  private static final int LINES_OF_A_CRASH = 5;
  private static final int LONGEST_MESSAGE = 800;

  private final PodFiles files;
  private final PodLauncher launcher;
  private final Pace pace;
  private final Runnable wake;
  private PodRecord record;
  private State state;
  private int failures;

  /** What the pod does. */
  private sealed interface State {}

  /** It cannot be started before some time. */
  private record Waiting(String reason, String message, Instant until) implements State {}

  private record Running(PodProcess process, Endpoint endpoint, Health health) implements State {}

  /** Its process is being stopped, to be started again or for good. */
  private record Stopping(Termination termination, String why) implements State {}

  private record Gone() implements State {}

  Pod(PodRecord record, PodFiles files, PodLauncher launcher, Pace pace, Runnable wake) {
    this.record = record;
    this.files = files;
    this.launcher = launcher;
    this.pace = pace;
    this.wake = wake;
    this.state = new Waiting("", "", Instant.EPOCH);
  }

  /** Goes on with a process that survived the cluster, if it did. */
  void findAgain(Instant now) throws IOException {
    Optional<PodRecord.Run> run = record.run();
    if (run.isEmpty()) {
      return;
    }
    Optional<PodProcess> process = PodProcess.find(run.get().process(), launcher.mark(record));
    if (process.isPresent()) {
      watch(process.get(), run.get());
    } else if (record.leaving()) {
      state = new Gone();
    } else {
      crashed("CrashLoopBackOff", "it ended while the cluster was down", run.get(), now);
    }
  }

  /** Does what is due; never blocks for long. */
  void step(Instant now, Set<Integer> takenPorts) throws IOException {
    switch (state) {
      case Waiting waiting -> {
        if (record.leaving()) {
          state = new Gone();
        } else if (!now.isBefore(waiting.until())) {
          start(now, takenPorts);
        }
      }
      case Running running -> {
        if (record.leaving()) {
          stop(running, "Terminating");
        } else if (!running.process().isAlive()) {
          ended(running, now);
        } else if (running.health().isDead()) {
          stop(running, "its liveness probe failed: " + running.health().livenessFailure());
        }
      }
      case Stopping stopping -> {
        if (stopping.termination().isDone()) {
          stopped(stopping, now);
        }
      }
      case Gone ignored -> {
        // The controller forgets it.
      }
    }
  }

  /** From now on it only wants to end. */
  void leave() throws IOException {
    if (!record.leaving()) {
      record = record.asLeaving();
      files.save(record);
    }
  }

  boolean isGone() {
    return state instanceof Gone;
  }

  PodRecord record() {
    return record;
  }

  /** Where the gateway reaches it, also while it is not ready; empty when it has no process. */
  Optional<Endpoint> endpoint() {
    return state instanceof Running running ? Optional.of(running.endpoint()) : Optional.empty();
  }

  boolean isReady() {
    return endpoint().filter(Endpoint::takesRequests).isPresent();
  }

  /** Whether it has been ready for that long. */
  boolean isAvailable(Instant now, Duration minimumReady) {
    return state instanceof Running running
        && isReady()
        && running
            .health()
            .readySince()
            .filter(since -> !since.plus(minimumReady).isAfter(now))
            .isPresent();
  }

  /** Bounds its log; to be called now and then. */
  void boundLog() throws IOException {
    files.log(record.namespace(), record.name()).bound();
  }

  /** Lets go of the process without stopping it. */
  void abandon() {
    if (state instanceof Running running) {
      running.health().stop();
      running.endpoint().close();
    }
  }

  PodView view() {
    Optional<PodRecord.Run> run = record.run();
    return new PodView(
        record.namespace(),
        record.name(),
        record.deployment(),
        record.template().labels(),
        phase(),
        isReady(),
        record.restarts(),
        run.map(last -> last.process().pid()),
        run.map(PodRecord.Run::port),
        message(),
        run.map(PodRecord.Run::started));
  }

  private String phase() {
    if (record.leaving()) {
      return "Terminating";
    }
    return switch (state) {
      case Waiting waiting ->
          waiting.reason().equals("CrashLoopBackOff") ? "CrashLoopBackOff" : "Pending";
      case Running ignored -> "Running";
      case Stopping ignored -> "Running";
      case Gone ignored -> "Terminating";
    };
  }

  private String message() {
    return switch (state) {
      case Waiting waiting ->
          waiting.reason().isEmpty() ? "" : waiting.reason() + ": " + waiting.message();
      case Running running ->
          isReady() || running.health().readinessFailure().isEmpty()
              ? ""
              : "NotReady: " + running.health().readinessFailure();
      case Stopping stopping -> stopping.why();
      case Gone ignored -> "";
    };
  }

  private void start(Instant now, Set<Integer> takenPorts) throws IOException {
    try {
      PodLauncher.Started started = launcher.start(record, takenPorts);
      record = record.running(started.run());
      watch(started.process(), started.run());
      started.process().onExit(wake);
      files.save(record);
    } catch (PodNotStartable e) {
      state = new Waiting(e.reason(), e.detail(), now.plus(pace.backOff(failures)));
      failures++;
    }
  }

  private void watch(PodProcess process, PodRecord.Run run) {
    Endpoint endpoint = new Endpoint(record.name(), run.port());
    process.onExit(endpoint::close);
    Probe readiness = record.template().container().readiness().orElse(Probe.LISTENING);
    Health health =
        new Health(
            readiness, record.template().container().liveness(), endpoint, pace.starting(), wake);
    state = new Running(process, endpoint, health);
  }

  private void stop(Running running, String why) {
    running.health().stop();
    state =
        new Stopping(
            Termination.begin(
                running.process(), running.endpoint(), record.template().grace(), wake),
            why);
  }

  private void stopped(Stopping stopping, Instant now) throws IOException {
    Optional<PodRecord.Run> run = record.run();
    if (record.leaving() || run.isEmpty()) {
      state = new Gone();
    } else {
      crashed("CrashLoopBackOff", stopping.why(), run.get(), now);
    }
  }

  private void ended(Running running, Instant now) throws IOException {
    running.health().stop();
    running.endpoint().close();
    try {
      running.process().killEverything();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String code =
        running.process().exitCode().isPresent()
            ? "exit code " + running.process().exitCode().getAsInt()
            : "exit code unknown, as it was started by an earlier run of the cluster";
    PodRecord.Run run = record.run().orElseThrow();
    crashed("CrashLoopBackOff", code, run, now);
  }

  private void crashed(String reason, String cause, PodRecord.Run run, Instant now)
      throws IOException {
    if (Duration.between(run.started(), now).compareTo(pace.stableAfter()) > 0) {
      failures = 0;
    }
    Duration backOff = pace.backOff(failures);
    failures++;
    record = record.crashed();
    files.save(record);
    String lines = files.log(record.namespace(), record.name()).tail(LINES_OF_A_CRASH).strip();
    String message =
        cause
            + ", restarted after "
            + backOff.toMillis()
            + " ms"
            + (lines.isEmpty() ? "; it wrote nothing" : "; last lines of its log: " + lines);
    state =
        new Waiting(
            reason,
            message.length() > LONGEST_MESSAGE
                ? message.substring(0, LONGEST_MESSAGE) + "…"
                : message,
            now.plus(backOff));
  }
}
