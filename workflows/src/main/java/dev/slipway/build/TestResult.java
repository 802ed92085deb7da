package dev.slipway.build;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a test suite ended.
 *
 * @param passed the command exited with 0 and its report, where one is named, has no failure
 * @param counts from the report (JUnit XML); empty where there is none
 * @param failures names of failed tests, at most 20
 * @param reason one sentence when not passed, else empty
 * @param lastLines the end of the log when not passed, at most 20 lines and 4 kB, else empty
 * @param log reference of the whole log
 */
public record TestResult(
    String suite,
    boolean passed,
    Optional<Counts> counts,
    List<String> failures,
    String reason,
    String lastLines,
    String log,
    Duration took) {

  public TestResult {
    failures = List.copyOf(failures);
  }

  /** Test cases by outcome. */
  public record Counts(int run, int failed, int skipped) {}
}
