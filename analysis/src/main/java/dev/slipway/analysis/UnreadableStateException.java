package dev.slipway.analysis;

/** A kept state cannot be continued; its message says what to do. */
public final class UnreadableStateException extends IllegalArgumentException {

  UnreadableStateException(String message) {
    super(message);
  }

  UnreadableStateException(String message, RuntimeException cause) {
    super(message, cause);
  }
}
