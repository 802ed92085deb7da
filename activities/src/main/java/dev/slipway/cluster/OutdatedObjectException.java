package dev.slipway.cluster;

/** An object has changed since it was read: read it again and decide again. */
public final class OutdatedObjectException extends RuntimeException {

  public OutdatedObjectException(String message) {
    super(message);
  }
}
