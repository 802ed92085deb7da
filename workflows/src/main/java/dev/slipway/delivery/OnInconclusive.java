package dev.slipway.delivery;

/** What a step does that proves nothing until its maximum hold. */
public enum OnInconclusive {
  ADVANCE,
  HOLD,
  ROLLBACK
}
