package dev.slipway.build.report;

/**
 * A report that a suite promised and that is not there, or not what it should be. The message goes
 * on after "its report".
 */
public final class UnreadableReport extends Exception {

  private static final long serialVersionUID = 1L;

  UnreadableReport(String message) {
    super(message);
  }

  UnreadableReport(String message, Throwable cause) {
    super(message, cause);
  }
}
