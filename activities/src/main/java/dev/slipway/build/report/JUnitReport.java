package dev.slipway.build.report;

import dev.slipway.build.TestResult;
import java.util.List;

/**
 * What the JUnit XML of a suite says.
 *
 * @param counts test cases by outcome
 * @param failures names of failed tests, at most 20, one line each
 */
public record JUnitReport(TestResult.Counts counts, List<String> failures) {

  public JUnitReport {
    failures = List.copyOf(failures);
  }
}
