package dev.slipway.localcluster;

/** The cluster cannot be started; the message is one sentence that says what to do. */
public final class StartFailure extends Exception {

  private static final long serialVersionUID = 1L;

  StartFailure(String message) {
    super(message);
  }

  StartFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
