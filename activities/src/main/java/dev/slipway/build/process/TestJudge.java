package dev.slipway.build.process;

import dev.slipway.build.TestOrder;
import dev.slipway.build.TestResult;
import dev.slipway.build.log.StepKey;
import dev.slipway.build.report.JUnitReport;
import dev.slipway.build.report.JUnitReports;
import dev.slipway.build.report.UnreadableReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Says whether a suite has passed: by its command and, where it promises one, by its report. A
 * report that is missing is never a pass.
 */
final class TestJudge implements StepSandbox.Judge<TestResult> {

  private final TestOrder order;
  private final StepKey key;
  private final JUnitReports reports = new JUnitReports();
  private final long started = System.nanoTime();

  TestJudge(TestOrder order, StepKey key) {
    this.order = order;
    this.key = key;
  }

  @Override
  public TestResult judge(StepSandbox.Run run) throws IOException {
    Optional<String> failure = run.ending().failure();
    if (order.suite().report().isEmpty()) {
      return verdict(run, Optional.empty(), failure);
    }
    try {
      JUnitReport report = reports.read(run.workspace().source(), order.suite().report().get());
      return verdict(run, Optional.of(report), failure.or(() -> contradiction(report)));
    } catch (UnreadableReport e) {
      return verdict(
          run, Optional.empty(), failure.or(() -> Optional.of("its report " + e.getMessage())));
    }
  }

  private static Optional<String> contradiction(JUnitReport report) {
    return report.counts().failed() == 0
        ? Optional.empty()
        : Optional.of("its report has failures, though its command exited with code 0");
  }

  private TestResult verdict(
      StepSandbox.Run run, Optional<JUnitReport> report, Optional<String> failure) {
    return failure.isEmpty()
        ? result(report, "", "")
        : run.failed(lastLines -> result(report, failure.get(), lastLines));
  }

  private TestResult result(Optional<JUnitReport> report, String reason, String lastLines) {
    return new TestResult(
        order.suite().name(),
        reason.isEmpty(),
        report.map(JUnitReport::counts),
        report.map(JUnitReport::failures).orElse(List.of()),
        reason,
        lastLines,
        key.reference(),
        Duration.ofNanos(System.nanoTime() - started));
  }
}
