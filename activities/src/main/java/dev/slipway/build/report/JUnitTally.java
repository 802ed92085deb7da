package dev.slipway.build.report;

import dev.slipway.build.TestResult;
import dev.slipway.build.log.PlainText;
import java.util.ArrayList;
import java.util.List;

/** Counts what reports say. */
final class JUnitTally {

  private static final int MOST_NAMES = 20;
  private static final int LONGEST_NAME = 200;

  private int run;
  private int failed;
  private int skipped;
  private final List<String> failures = new ArrayList<>();

  void passed() {
    run++;
  }

  void skipped() {
    run++;
    skipped++;
  }

  void failed(String name) {
    run++;
    failedBeside(1, name);
  }

  /** Failures that no test case stands for, as when a class cannot be set up. */
  void failedBeside(int count, String name) {
    failed = (int) Math.min(Integer.MAX_VALUE, (long) failed + count);
    if (failures.size() < MOST_NAMES) {
      failures.add(PlainText.line(name, LONGEST_NAME));
    }
  }

  int failures() {
    return failed;
  }

  boolean isEmpty() {
    return run == 0 && failed == 0;
  }

  JUnitReport total() {
    return new JUnitReport(new TestResult.Counts(run, failed, skipped), failures);
  }
}
