package dev.slipway.build;

/** A suite's result in one line. */
public final class TestSuiteSummary {

  private TestSuiteSummary() {}

  public static String of(TestResult result) {
    String counts =
        result
            .counts()
            .map(c -> c.run() + " tests, " + c.failed() + " failed, " + c.skipped() + " skipped")
            .orElse("no report");
    if (result.passed()) {
      return counts;
    }
    String names = result.failures().isEmpty() ? "" : ": " + String.join(", ", result.failures());
    return result.reason() + " (" + counts + names + ")";
  }
}
