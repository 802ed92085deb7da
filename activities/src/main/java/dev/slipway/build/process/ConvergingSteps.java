package dev.slipway.build.process;

import dev.slipway.build.artifact.StepAnswers;
import dev.slipway.build.log.StepKey;
import dev.slipway.disk.DiskFull;
import dev.slipway.disk.ExclusiveLock;
import dev.slipway.temporal.FailureType;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Optional;

/**
 * Carries a step out once: one that has an answer is not run again, one that a dead worker has left
 * half done is started from nothing, and one that still runs on this machine is waited for.
 */
final class ConvergingSteps {

  private final BuildSettings settings;
  private final Duration beat;
  private final StepLocks locks;
  private final OrphanReaper reaper;
  private final StepAnswers answers;

  ConvergingSteps(BuildSettings settings, OrphanReaper reaper, Duration beat) {
    this.settings = settings;
    this.beat = beat;
    this.reaper = reaper;
    locks = new StepLocks(settings.locks());
    answers = new StepAnswers(settings.artifacts());
  }

  /** To be called by an activity's own thread. */
  <R> R converge(StepKey key, String commit, Class<R> type, Work<R> work) {
    ActivityExecutionContext activity = Activity.getExecutionContext();
    try (Pulse pulse = Pulse.start(activity::heartbeat, beat)) {
      ExclusiveLock lock = locks.take(key, pulse);
      try {
        return unlessAnswered(key, commit, type, pulse, work);
      } finally {
        lock.close();
      }
    } catch (InterruptedException | ClosedByInterruptException e) {
      Thread.currentThread().interrupt();
      throw FailureType.UNREACHABLE.retryable(
          "The worker was stopped while " + key + " ran: the step is run again.", e);
    } catch (IOException e) {
      throw broken(key, e);
    }
  }

  private <R> R unlessAnswered(StepKey key, String commit, Class<R> type, Pulse pulse, Work<R> work)
      throws IOException, InterruptedException {
    Optional<R> earlier = answers.find(key, commit, type);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    reaper.reap();
    R answer = work.carryOut(pulse);
    pulse.check();
    return answers.keep(key, commit, type, answer);
  }

  private RuntimeException broken(StepKey key, IOException e) {
    if (DiskFull.causes(e)) {
      return diskFull(settings, key);
    }
    return FailureType.UNREACHABLE.retryable(
        "The worker cannot carry out " + key + ": " + words(e) + ".", e);
  }

  /** With the file that is in the way, and without the name of an exception where that helps. */
  private static String words(IOException e) {
    if (e instanceof FileSystemException file && file.getReason() != null) {
      String place = file.getOtherFile() == null ? file.getFile() : file.getOtherFile();
      return place + ": " + file.getReason();
    }
    return e.toString();
  }

  /** Retryable: somebody may free space, and another worker may have some. */
  static RuntimeException diskFull(BuildSettings settings, StepKey key) {
    return FailureType.LIMIT_EXCEEDED.retryable(
        "The disk of the worker is full, so "
            + key
            + " could not be carried out: free space below "
            + settings.work()
            + " or "
            + settings.artifacts()
            + "; the step is tried again.");
  }

  /** What a step does when it has no answer yet. */
  interface Work<R> {

    R carryOut(Pulse pulse) throws IOException, InterruptedException;
  }
}
