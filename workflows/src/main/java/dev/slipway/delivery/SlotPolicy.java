package dev.slipway.delivery;

/** What becomes of a release that waits while a newer one comes. */
public enum SlotPolicy {
  /** It waits for its turn. */
  QUEUE,
  /** It is superseded at a safe point. */
  NEWEST
}
