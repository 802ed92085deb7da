package dev.slipway.cluster;

/** An object may not be written as it is asked for. */
public final class RefusedObjectException extends RuntimeException {

  private final String reason;

  /**
   * @param reason one sentence that names the object and the field
   */
  public RefusedObjectException(String reason) {
    super(reason);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
