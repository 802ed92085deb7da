package dev.slipway.benchmarks.canary;

/** 10, 25 and 50 % for five minutes each, then promoted: the steps of rules that bring none. */
final class FixedSteps {

  static final int SECONDS = 900;

  private static final double[] WEIGHTS = {0.1, 0.25, 0.5};
  private static final int STEP_SECONDS = SECONDS / WEIGHTS.length;

  private FixedSteps() {}

  /** The weight in force from a second on; before the end only. */
  static double weightFrom(int second) {
    return WEIGHTS[second / STEP_SECONDS];
  }
}
