package dev.slipway.starter.dev;

/** The embedded default cannot go on: the message is one sentence that says what to do. */
public final class DevException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DevException(String message) {
    super(message);
  }

  public DevException(String message, Throwable cause) {
    super(message, cause);
  }
}
