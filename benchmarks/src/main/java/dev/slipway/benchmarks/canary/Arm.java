package dev.slipway.benchmarks.canary;

/** Which version serves. */
enum Arm {
  CANARY,
  STABLE
}
