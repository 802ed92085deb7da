package dev.slipway.temporal;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;

/** What is broken, as a person reads it: the sentence of who failed, without Temporal's words. */
public final class FailureSentence {

  private FailureSentence() {}

  public static String of(TemporalFailure failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApplicationFailure told) {
        return told.getOriginalMessage();
      }
    }
    if (failure instanceof ActivityFailure activity
        && activity.getCause() instanceof TimeoutFailure) {
      return "no worker finished " + activity.getActivityType() + " in time: see slipway doctor";
    }
    return failure.getOriginalMessage();
  }
}
