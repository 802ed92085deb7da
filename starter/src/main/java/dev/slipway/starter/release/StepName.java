package dev.slipway.starter.release;

import dev.slipway.release.StepStatus;

/** Takes the name of a step apart: {@code production: approval}. */
final class StepName {

  private static final String SEPARATOR = ": ";

  private StepName() {}

  /** Empty for steps before any environment; a test suite may be named as it likes. */
  static String environment(StepStatus step) {
    int at = step.name().indexOf(SEPARATOR);
    return at < 0 || step.name().startsWith("test ") ? "" : step.name().substring(0, at);
  }

  /** Without the environment. */
  static String of(StepStatus step) {
    String environment = environment(step);
    return environment.isEmpty()
        ? step.name()
        : step.name().substring(environment.length() + SEPARATOR.length());
  }
}
