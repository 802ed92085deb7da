package dev.slipway.temporal;

import io.temporal.failure.ApplicationFailure;

/**
 * The types of {@link ApplicationFailure} that Slipway throws. A failure means that we could not do
 * our job; a failed check is a value.
 */
public enum FailureType {
  /**
   * The platform file, a binding or a credential is missing or wrong: only a person can mend it.
   */
  MISCONFIGURED,
  /** A repository, a forge, a cluster or a metrics source does not answer. */
  UNREACHABLE,
  /** What was asked for does not exist (a commit, a branch, a pull request). */
  NOT_FOUND,
  /** A limit was exceeded (size, depth, count, disk). */
  LIMIT_EXCEEDED,
  /**
   * What was waited for has not happened yet: an expected answer of a polling activity, not an
   * alarm.
   */
  NOT_YET,
  /** A person's order was refused: the message says why and what to do. */
  REFUSED;

  /** A failure that is retried by the activity's policy. */
  public ApplicationFailure retryable(String message) {
    return ApplicationFailure.newFailure(message, name());
  }

  /**
   * A failure that is retried by the activity's policy, with its cause kept for the worker's log.
   */
  public ApplicationFailure retryable(String message, Throwable cause) {
    return ApplicationFailure.newFailureWithCause(message, name(), cause);
  }

  /** A failure that no retry can mend: rare, and justified where it is thrown. */
  public ApplicationFailure permanent(String message) {
    return ApplicationFailure.newNonRetryableFailure(message, name());
  }
}
