package dev.slipway.localcluster.pod;

/** A pod has to wait for something before it can be started. */
final class PodNotStartable extends Exception {

  private static final long serialVersionUID = 1L;

  private final String reason;
  private final String detail;

  /**
   * @param reason in one word, as Kubernetes says it
   */
  PodNotStartable(String reason, String message) {
    super(message);
    this.reason = reason;
    this.detail = message;
  }

  String reason() {
    return reason;
  }

  String detail() {
    return detail;
  }
}
