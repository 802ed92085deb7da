package dev.slipway.benchmarks.canary;

/** Which version serves. */
enum Arm {
  CANARY(0),
  STABLE(1);

  private final int index;

  Arm(int index) {
    this.index = index;
  }

  /** Its place in arrays and in seeds. */
  int index() {
    return index;
  }
}
