package dev.slipway.cluster;

/** Health of live objects; the worst wins. */
public enum Health {
  HEALTHY,
  PROGRESSING,
  DEGRADED,
  MISSING,
  UNKNOWN
}
