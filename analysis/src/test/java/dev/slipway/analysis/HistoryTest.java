package dev.slipway.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.analysis.MetricPlan.Kind;
import dev.slipway.analysis.SimulatedTraffic.Version;
import dev.slipway.analysis.statistics.EffectMixture;
import dev.slipway.analysis.statistics.Sizing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the analysis makes of what is known before the release. */
class HistoryTest {

  private static final List<Double> BUCKETS =
      List.of(0.07, 0.31, 0.42, 0.191, 0.0088, 0.000199, 0.000001, 0.0);
  private static final MetricHistory OF_LATENCY = MetricHistory.ofBuckets(BUCKETS);
  private static final TrafficForecast BUSY = forecast(100);
  private static final TrafficForecast QUIET = forecast(1);

  @Test
  void betsOnTheWholeHistogramAlsoWithoutHistoryAndASmallShiftIsFoundSooner() {
    AnalysisPlan without = plan(MetricPlan.latency("latency", 0.05));
    AnalysisPlan with = plan(MetricPlan.latency("latency", 0.05).withHistory(OF_LATENCY));
    AnalysisPlan second =
        new AnalysisPlan(
            0.01,
            1,
            1,
            Duration.ZERO,
            List.of(MetricPlan.latency("latency", 0.05)),
            Optional.empty(),
            Edition.SECOND);
    List<Double> slightlySlower = List.of(0.94, 0.645, 0.22, 0.0105, 0.0003, 0.000001, 0.0);
    AnalysisState evenly = run(without, slightlySlower, 400);
    AnalysisState boundaries = run(second, slightlySlower, 400);
    assertThat(boundaries.tilts()).isEmpty();
    assertThat(evenly.tilts()).hasSize(1);
    assertThat(run(with, slightlySlower, 400).tilts()).hasSize(1);
    assertThat(evenly.regressedAt().orElseThrow())
        .isLessThan(boundaries.regressedAt().orElseThrow());
    assertThat(CanaryAnalysis.report(run(without, SimulatedTraffic.HEALTHY_LATENCY, 20)).sentence())
        .endsWith("no history: even prior");
    assertThat(CanaryAnalysis.report(run(with, SimulatedTraffic.HEALTHY_LATENCY, 20)).sentence())
        .endsWith("with the service's history");
  }

  @Test
  void takesHalfOfTheLatencyEvidenceFromTheTilt() {
    AnalysisPlan plan = plan(MetricPlan.latency("latency", 0.05).withHistory(OF_LATENCY));
    AnalysisState state = run(plan, SimulatedTraffic.HEALTHY_LATENCY, 30);
    Instruments instruments = plan.instruments();
    MetricPlan metric = plan.metrics().getFirst();
    double tilt =
        Math.exp(instruments.tilt(metric).orElseThrow().logEvidence(state.tilts().getFirst()));
    double boundaries =
        IntStream.range(0, 7)
            .mapToDouble(
                i ->
                    Math.exp(
                        instruments
                            .process(instruments.defects().get(i))
                            .logEvidence(state.comparisons().get(i).evidence())))
            .average()
            .orElseThrow();
    assertThat(evidence(state)).isCloseTo((tilt + boundaries) / 2, within(1e-9));
  }

  @Test
  void directsItsStakesToWhatTheTrafficCanResolve() {
    MetricPlan errors = MetricPlan.errors("errors", 0.005);
    MetricPlan known = errors.withHistory(MetricHistory.ofRate(0.001));
    Block slightly =
        new Block(
            Duration.ofSeconds(5), new ArmCounts(50, 1, none()), new ArmCounts(450, 1, none()));
    AnalysisPlan even = plan(errors);
    AnalysisPlan directed = plan(known).withTraffic(BUSY);
    assertThat(evidence(CanaryAnalysis.observe(CanaryAnalysis.start(directed), slightly)))
        .isNotEqualTo(evidence(CanaryAnalysis.observe(CanaryAnalysis.start(even), slightly)));
    assertThat(evidence(CanaryAnalysis.observe(CanaryAnalysis.start(plan(known)), slightly)))
        .isEqualTo(evidence(CanaryAnalysis.observe(CanaryAnalysis.start(even), slightly)));
  }

  @Test
  void doesNotBlameACanaryForInstancesThatDifferAnyway() {
    MetricPlan errors = MetricPlan.errors("errors", 0.005);
    MetricPlan unlike = errors.withHistory(MetricHistory.NONE.withSpread(0.3, 0));
    assertThat(afterManyErrors(plan(errors)).regressedAt()).isPresent();
    assertThat(afterManyErrors(plan(unlike)).regressedAt()).isEmpty();
    AnalysisPlan sticky = new AnalysisPlan(0.01, 1, 4, Duration.ZERO, List.of(unlike));
    assertThat(afterManyErrors(sticky).regressedAt()).isEmpty();
  }

  @Test
  void usesTheLowTrafficComponentOnlyWhenSwitchedOnAndQuiet() {
    MetricHistory rate = MetricHistory.ofRate(0.001);
    MetricHistory peak =
        new MetricHistory(OptionalDouble.of(0.001), OptionalDouble.of(0.002), List.of(), 0, 0);
    MetricPlan errors = MetricPlan.errors("errors", 0.005);
    assertThat(quiet(plan(errors.withHistory(rate)).withTraffic(QUIET))).isFalse();
    assertThat(quiet(plan(errors.withHistory(peak)))).isFalse();
    assertThat(quiet(plan(errors.withHistory(peak)).withTraffic(BUSY))).isFalse();
    AnalysisPlan on = plan(errors.withHistory(peak)).withTraffic(QUIET);
    assertThat(quiet(on)).isTrue();

    AnalysisPlan off = plan(errors.withHistory(rate)).withTraffic(QUIET);
    Block block =
        new Block(
            Duration.ofSeconds(60), new ArmCounts(30, 2, none()), new ArmCounts(30, 0, none()));
    assertThat(evidence(CanaryAnalysis.observe(CanaryAnalysis.start(on), block)))
        .isGreaterThan(1.5 * evidence(CanaryAnalysis.observe(CanaryAnalysis.start(off), block)));
  }

  @Test
  void continuesBitForBitWithEverythingSwitchedOn() {
    AnalysisPlan plan = full();
    SimulatedTraffic traffic = SimulatedTraffic.of(4, 20, 0.3);
    AnalysisState straight = CanaryAnalysis.start(plan);
    AnalysisState stopped = straight;
    for (int i = 1; i <= 60; i++) {
      Block block = traffic.block(12 * i, Version.failing(0.01), Version.failing(0.008));
      straight = CanaryAnalysis.observe(straight, block);
      stopped = AnalysisState.decode(CanaryAnalysis.observe(stopped, block).encode());
    }
    assertThat(stopped).isEqualTo(straight);
    assertThat(stopped.encode()).isEqualTo(straight.encode());
    assertThat(straight.comparisons().getFirst().evidence().onsets())
        .hasSizeBetween(5, EffectMixture.LATE_COPIES);
    assertThat(CanaryAnalysis.report(stopped)).isEqualTo(CanaryAnalysis.report(straight));
  }

  @Test
  void keepsPodEffectsAtSevenBoundariesWithin90KilobytesAndRefusesMore() {
    AnalysisState state = CanaryAnalysis.start(full());
    for (int minute = 1; minute <= 40; minute++) {
      ArmCounts arm = new ArmCounts(3000, 4, List.of(9L, 8L, 7L, 6L, 5L, 4L, 3L));
      state = CanaryAnalysis.observe(state, new Block(Duration.ofMinutes(minute), arm, arm));
    }
    assertThat(state.encode().length()).isBetween(60_000, 90_000);
    assertThat(AnalysisState.decode(state.encode())).isEqualTo(state);

    MetricPlan many =
        new MetricPlan(
                "latency",
                Kind.LATENCY,
                0.05,
                OptionalDouble.empty(),
                IntStream.rangeClosed(1, 20).mapToObj(i -> i / 10.0).toList(),
                1)
            .withHistory(MetricHistory.NONE.withSpread(0.03, 0));
    assertThatThrownBy(() -> plan(many)).hasMessageContaining("judge at fewer boundaries");
  }

  @Test
  void refusesAHistoryThatCannotBe() {
    assertThatThrownBy(() -> MetricHistory.ofRate(0)).hasMessageContaining("between 0 and 1");
    assertThatThrownBy(() -> MetricHistory.ofBuckets(List.of(0.0)))
        .hasMessageContaining("some above");
    assertThatThrownBy(() -> MetricHistory.NONE.withSpread(-1, 0))
        .hasMessageContaining("between 0 and 2");
    assertThatThrownBy(
            () ->
                MetricPlan.latency("latency", 0.05)
                    .withHistory(MetricHistory.ofBuckets(List.of(1.0, 1.0))))
        .hasMessageContaining("one more than the 7 boundaries, but has 2");
    assertThatThrownBy(() -> new TrafficForecast(0, List.of()))
        .hasMessageContaining("requests per second above 0");
  }

  private static boolean quiet(AnalysisPlan plan) {
    return plan.instruments().quiet().isPresent();
  }

  private static AnalysisPlan full() {
    MetricHistory history = MetricHistory.ofRate(0.001).withSpread(0.1, 0);
    return plan(
            MetricPlan.errors("errors", 0.005).withHistory(history),
            MetricPlan.latency("latency", 0.05).withHistory(OF_LATENCY.withSpread(0.03, 0.03)))
        .withTraffic(BUSY);
  }

  /** Half as many again, which two unlike instances could show as well. */
  private static AnalysisState afterManyErrors(AnalysisPlan plan) {
    AnalysisState state = CanaryAnalysis.start(plan);
    for (int i = 1; i <= 40; i++) {
      state =
          CanaryAnalysis.observe(
              state,
              new Block(
                  Duration.ofSeconds(5L * i),
                  new ArmCounts(1000, 14, none()),
                  new ArmCounts(1000, 10, none())));
    }
    return state;
  }

  private static AnalysisState run(AnalysisPlan plan, List<Double> slower, int blocks) {
    SimulatedTraffic traffic = SimulatedTraffic.of(1, 100, 0.2);
    AnalysisState state = CanaryAnalysis.start(plan);
    for (int i = 1; i <= blocks; i++) {
      state =
          CanaryAnalysis.observe(
              state, traffic.block(i, new Version(0.001, slower), Version.failing(0.001)));
    }
    return state;
  }

  private static double evidence(AnalysisState state) {
    return CanaryAnalysis.report(state).evidence();
  }

  private static List<Long> none() {
    return List.of();
  }

  private static TrafficForecast forecast(double perSecond) {
    return new TrafficForecast(
        perSecond,
        List.of(
            new Sizing.Step(0.1, Duration.ofMinutes(5)),
            new Sizing.Step(0.25, Duration.ofMinutes(5)),
            new Sizing.Step(0.5, Duration.ofMinutes(5))));
  }

  private static AnalysisPlan plan(MetricPlan... metrics) {
    return new AnalysisPlan(0.01, 1, 1, Duration.ZERO, List.of(metrics));
  }
}
