package dev.slipway.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of the package's page is true. */
class WorkedExampleTest {

  @Test
  void sixFailedRequestsOfAHundredStopTheCanary() {
    AnalysisPlan plan =
        new AnalysisPlan(
            0.01,
            1,
            1,
            Duration.ofSeconds(60),
            List.of(MetricPlan.errors("errors", 0.005), MetricPlan.latency("latency", 0.05)));
    AnalysisState state = CanaryAnalysis.start(plan);
    ArmCounts canary = new ArmCounts(50, 3, List.of(46L, 30L, 10L, 1L, 0L, 0L, 0L));
    ArmCounts stable = new ArmCounts(450, 1, List.of(418L, 280L, 91L, 4L, 0L, 0L, 0L));
    state = CanaryAnalysis.observe(state, new Block(Duration.ofSeconds(5), canary, stable));

    AnalysisReport report = CanaryAnalysis.report(state);
    assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.evidence()).isCloseTo(18.5, within(0.05));
    assertThat(report.bound()).isCloseTo(111, within(0.5));

    state =
        CanaryAnalysis.observe(
            AnalysisState.decode(state.encode()),
            new Block(Duration.ofSeconds(10), canary, stable));
    assertThat(CanaryAnalysis.report(state).verdict()).isEqualTo(Verdict.REGRESSED);
  }
}
