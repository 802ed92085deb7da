package dev.slipway.delivery;

/** Who decides that a change goes to an environment. */
public enum Mode {
  /** A human. */
  DELIVERY,
  /** Nobody: only a failed check stops it. */
  DEPLOYMENT
}
