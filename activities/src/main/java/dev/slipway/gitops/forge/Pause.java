package dev.slipway.gitops.forge;

import dev.slipway.temporal.FailureType;
import java.time.Duration;

/** A short wait inside an exchange. */
@FunctionalInterface
public interface Pause {

  void take(Duration duration);

  /** Of the thread itself. */
  static Pause real() {
    return duration -> {
      try {
        Thread.sleep(duration);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw FailureType.UNREACHABLE.retryable("the worker was stopped while it waited", e);
      }
    };
  }
}
