package dev.slipway.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.analysis.MetricPlan.Kind;
import dev.slipway.analysis.MetricPlan.Worse;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Metrics of a team's own: any pair of counters, any histogram, either way worse. */
class CustomMetricsTest {

  private static final MetricPlan PURCHASES = MetricPlan.counters("purchases", Worse.LOWER, 0.01);
  private static final MetricPlan RETRIES = MetricPlan.counters("retries", Worse.HIGHER, 0.01);
  private static final MetricPlan BASKETS =
      MetricPlan.histogram("baskets", Worse.LOWER, 0.05, List.of(10.0, 50.0, 200.0));

  @Test
  void findsACanaryThatSellsLess() {
    AnalysisState fewer = run(plan(PURCHASES), tally(1000, 200), tally(4000, 1200));
    AnalysisState more = run(plan(PURCHASES), tally(1000, 400), tally(4000, 1200));
    assertThat(CanaryAnalysis.report(fewer).verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(CanaryAnalysis.report(fewer).sentence())
        .startsWith("purchases: without it: canary 80 % of ")
        .contains(" events; ");
    assertThat(CanaryAnalysis.report(more).verdict()).isNotEqualTo(Verdict.REGRESSED);
  }

  @Test
  void findsACanaryOfWhichMoreIsWorse() {
    assertThat(
            CanaryAnalysis.report(run(plan(RETRIES), tally(1000, 60), tally(4000, 60))).verdict())
        .isEqualTo(Verdict.REGRESSED);
    assertThat(
            CanaryAnalysis.report(run(plan(RETRIES), tally(1000, 15), tally(4000, 60))).verdict())
        .isEqualTo(Verdict.HEALTHY);
  }

  @Test
  void findsSmallerBasketsAtTheBoundaryThatShowsThem() {
    AnalysisState state =
        run(
            plan(BASKETS),
            new Tally(1000, List.of(900L, 300L, 10L)),
            new Tally(4000, List.of(3600L, 1600L, 40L)));
    AnalysisReport report = CanaryAnalysis.report(state);
    assertThat(report.verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(report.sentence()).startsWith("baskets: at most 50: canary 70 % of ");
    assertThat(report.metrics().getFirst().difference()).isEmpty();
  }

  @Test
  void tiltsAHistogramOfWhichSmallIsWorse() {
    MetricPlan known = BASKETS.withHistory(MetricHistory.ofBuckets(List.of(0.1, 0.5, 0.39, 0.01)));
    AnalysisState smaller =
        run(
            plan(known),
            new Tally(1000, List.of(880L, 360L, 8L)),
            new Tally(4000, List.of(3600L, 1600L, 40L)));
    AnalysisState larger =
        run(
            plan(known),
            new Tally(1000, List.of(920L, 440L, 12L)),
            new Tally(4000, List.of(3600L, 1600L, 40L)));
    MetricPlan metric = smaller.plan().metrics().getFirst();
    assertThat(
            smaller
                .plan()
                .instruments()
                .tilt(metric)
                .orElseThrow()
                .logEvidence(smaller.tilts().getFirst()))
        .isGreaterThan(Math.log(100));
    assertThat(
            larger
                .plan()
                .instruments()
                .tilt(metric)
                .orElseThrow()
                .logEvidence(larger.tilts().getFirst()))
        .isNegative();
  }

  @Test
  void sharesOneBudgetWithAllOtherMetricsByWeight() {
    MetricPlan heavy =
        new MetricPlan(
            "purchases",
            Kind.COUNTERS,
            0.01,
            OptionalDouble.empty(),
            List.of(),
            3,
            Worse.LOWER,
            MetricHistory.NONE);
    AnalysisPlan plan = plan(MetricPlan.errors("errors", 0.005), heavy);
    AnalysisState state =
        CanaryAnalysis.observe(CanaryAnalysis.start(plan), block(1, tally(60, 14), tally(240, 72)));
    AnalysisReport report = CanaryAnalysis.report(state);
    assertThat(report.evidence())
        .isCloseTo(
            0.25 * report.metrics().get(0).evidence() + 0.75 * report.metrics().get(1).evidence(),
            within(1e-9));
  }

  @Test
  void survivesACrashWithWhatWaits() {
    AnalysisPlan plan = plan(MetricPlan.errors("errors", 0.005), PURCHASES, BASKETS);
    ArmCounts little =
        new ArmCounts(3, 1, List.of(), List.of(tally(2, 1), new Tally(4, List.of(3L, 2L, 0L))));
    AnalysisState state =
        CanaryAnalysis.observe(
            CanaryAnalysis.start(plan), new Block(Duration.ofSeconds(5), little, little));
    assertThat(state.pending()).isPresent();
    assertThat(AnalysisState.decode(state.encode())).isEqualTo(state);
    for (int i = 2; i < 9; i++) {
      Block block = new Block(Duration.ofSeconds(5L * i), little, little);
      assertThat(CanaryAnalysis.observe(AnalysisState.decode(state.encode()), block))
          .isEqualTo(CanaryAnalysis.observe(state, block));
      state = CanaryAnalysis.observe(state, block);
    }
    assertThat(CanaryAnalysis.report(state).metrics().get(1).canaryRequests()).isPositive();
  }

  @Test
  void givesTheDifferenceOfRatesInPoints() {
    AnalysisState state = run(plan(RETRIES), tally(1000, 15), tally(4000, 60));
    assertThat(CanaryAnalysis.report(state).metrics().getFirst().difference().orElseThrow())
        .satisfies(
            difference -> {
              assertThat(difference.low()).isBetween(-0.05, 0.0);
              assertThat(difference.high()).isBetween(0.0, 0.05);
            });
  }

  @Test
  void refusesWhatDoesNotFit() {
    AnalysisState start = CanaryAnalysis.start(plan(BASKETS));
    assertThatThrownBy(() -> CanaryAnalysis.observe(start, block(1, tally(5, 1), tally(5, 1))))
        .hasMessageContaining("have [3] numbers each, but the block has [1]");
    assertThatThrownBy(() -> new Tally(3, List.of(1L, 2L)))
        .hasMessageContaining("never more above a higher boundary");
    assertThatThrownBy(() -> MetricPlan.histogram("h", Worse.HIGHER, 0.1, List.of()))
        .hasMessageContaining("needs boundaries");
    assertThatThrownBy(
            () ->
                new MetricPlan(
                    "errors",
                    Kind.ERROR_RATE,
                    0.1,
                    OptionalDouble.empty(),
                    List.of(),
                    1,
                    Worse.LOWER,
                    MetricHistory.NONE))
        .hasMessageContaining("always worse");
  }

  private static AnalysisState run(AnalysisPlan plan, Tally canary, Tally stable) {
    AnalysisState state = CanaryAnalysis.start(plan);
    for (int i = 1; i <= 6; i++) {
      state = CanaryAnalysis.observe(state, block(i, canary, stable));
    }
    return state;
  }

  private static Block block(int number, Tally canary, Tally stable) {
    return new Block(
        Duration.ofSeconds(5L * number),
        new ArmCounts(1000, 1, List.of(), List.of(canary)),
        new ArmCounts(4000, 4, List.of(), List.of(stable)));
  }

  private static Tally tally(long total, long counted) {
    return new Tally(total, List.of(counted));
  }

  private static AnalysisPlan plan(MetricPlan... metrics) {
    return new AnalysisPlan(0.01, 1, 1, Duration.ZERO, List.of(metrics));
  }
}
