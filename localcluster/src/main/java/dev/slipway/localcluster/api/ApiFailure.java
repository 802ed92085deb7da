package dev.slipway.localcluster.api;

/** A request that is answered with an error. */
final class ApiFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * @param message one sentence for whoever asked
   */
  ApiFailure(int code, String message) {
    super(message);
    this.code = code;
  }

  int code() {
    return code;
  }
}
