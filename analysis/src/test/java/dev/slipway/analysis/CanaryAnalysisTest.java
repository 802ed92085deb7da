package dev.slipway.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.analysis.SimulatedTraffic.Version;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CanaryAnalysisTest {

  private static final AnalysisPlan PLAN = plan(MetricPlan.errors("errors", 0.005));
  private static final AnalysisPlan BOTH =
      plan(MetricPlan.errors("errors", 0.005), MetricPlan.latency("latency", 0.05));

  @Test
  void isInconclusiveWithoutAnyTraffic() {
    AnalysisReport report = CanaryAnalysis.report(CanaryAnalysis.start(BOTH));
    assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.proven()).isFalse();
    assertThat(report.evidence()).isCloseTo(1, within(1e-12));
    assertThat(report.sentence()).contains("nothing was observed in this step yet");
    assertThat(report.metrics())
        .extracting(MetricReport::sentence)
        .containsExactly(
            "errors: nothing was observed yet",
            "latency: not judged before the canary has warmed up for 60 s");
  }

  @Test
  void isInconclusiveWhileOnlyOneVersionServesRequests() {
    AnalysisState state = CanaryAnalysis.start(PLAN);
    for (int i = 1; i <= 100; i++) {
      state = CanaryAnalysis.observe(state, block(i, 0, 0, 500, 0));
    }
    AnalysisReport report = CanaryAnalysis.report(state);
    assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.evidence()).isCloseTo(1, within(1e-12));
    assertThat(report.sentence()).contains("only one version served requests");
  }

  @Test
  void findsACanaryThatFailsRegressedAndSaysWhyInOneSentence() {
    AnalysisState state = CanaryAnalysis.start(PLAN);
    state = CanaryAnalysis.observe(state, block(1, 412, 0, 3703, 4));
    state = CanaryAnalysis.observe(state, block(2, 400, 17, 3703, 4));
    AnalysisReport report = CanaryAnalysis.report(state);
    assertThat(report.verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(report.sentence())
        .isEqualTo(
            "errors: canary 2.1 % of 812, stable 0.11 % of 7 406 requests; a regression is more than a million times more likely than chance; rolls back at 111");
  }

  @Test
  void staysRegressedWhateverComesAfter() {
    AnalysisState state =
        CanaryAnalysis.observe(CanaryAnalysis.start(PLAN), block(1, 50, 10, 450, 0));
    AnalysisReport found = CanaryAnalysis.report(state);
    for (int i = 2; i <= 300; i++) {
      state = CanaryAnalysis.observe(state, block(i, 50, 0, 450, 9));
    }
    assertThat(found.verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(CanaryAnalysis.report(state)).isEqualTo(found);
    assertThat(state.regressedAt().orElseThrow()).isEqualTo(Duration.ofSeconds(5));
    assertThat(CanaryAnalysis.report(CanaryAnalysis.nextStep(state)).verdict())
        .isEqualTo(Verdict.REGRESSED);
  }

  @Test
  void provesAHealthyCanaryAndSaysSo() {
    AnalysisState state = healthy(BOTH, 60, 0.5);
    AnalysisReport report = CanaryAnalysis.report(state);
    assertThat(report.verdict()).isEqualTo(Verdict.HEALTHY);
    assertThat(report.proven()).isTrue();
    assertThat(report.metrics()).allMatch(MetricReport::proven);
    assertThat(report.sentence())
        .startsWith("proven: errors: canary ")
        .contains("no history: even prior");
  }

  @Test
  void saysWhatAProofStillNeeds() {
    AnalysisState state = CanaryAnalysis.start(PLAN);
    for (int i = 1; i <= 6; i++) {
      state = CanaryAnalysis.observe(state, block(i, 50, 0, 450, 0));
    }
    AnalysisReport report = CanaryAnalysis.report(state);
    assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.sentence())
        .containsPattern(
            "not worse by 0\\.5 points: about [0-9 ]+ more requests to the canary may prove it");
  }

  @Test
  void beginsOnlyTheProofAnewAtTheNextStep() {
    AnalysisState before = healthy(BOTH, 60, 0.5);
    AnalysisState after = CanaryAnalysis.nextStep(before);
    assertThat(CanaryAnalysis.report(after).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(after.proofs()).isEqualTo(CanaryAnalysis.start(BOTH).proofs());
    assertThat(after.step()).isEqualTo(Traffic.NONE);
    assertThat(after.comparisons()).isEqualTo(before.comparisons());
    assertThat(after.firstBlock()).isEqualTo(before.firstBlock());
    assertThat(CanaryAnalysis.report(after).evidence())
        .isEqualTo(CanaryAnalysis.report(before).evidence());
  }

  @Test
  void judgesErrorsButNoLatencyWhileAddedPodsWarmUp() {
    AnalysisState warm = CanaryAnalysis.nextStep(healthy(BOTH, 60, 0.5));
    AnalysisState state =
        CanaryAnalysis.warmingUntil(warm, warm.observedUntil().plus(Duration.ofSeconds(12)));
    AnalysisState unguarded = warm;
    for (int i = 1; i <= 3; i++) {
      Block cold =
          new Block(
              warm.observedUntil().plusSeconds(5L * i),
              new ArmCounts(500, 0, Collections.nCopies(7, 400L)),
              new ArmCounts(500, 0, Collections.nCopies(7, 100L)));
      state = CanaryAnalysis.observe(AnalysisState.decode(state.encode()), cold);
      unguarded = CanaryAnalysis.observe(unguarded, cold);
    }

    assertThat(CanaryAnalysis.report(unguarded).verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(CanaryAnalysis.report(state).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(comparison(state, 0).total().canary())
        .isEqualTo(comparison(warm, 0).total().canary() + 1500);
    for (int i = 1; i < state.comparisons().size(); i++) {
      assertThat(comparison(state, i)).isEqualTo(comparison(warm, i));
    }

    Block after =
        new Block(
            state.observedUntil().plusSeconds(5),
            new ArmCounts(500, 0, Collections.nCopies(7, 400L)),
            new ArmCounts(500, 0, Collections.nCopies(7, 100L)));
    assertThat(CanaryAnalysis.report(CanaryAnalysis.observe(state, after)).verdict())
        .isEqualTo(Verdict.REGRESSED);
  }

  @Test
  void findsErrorsWhileAddedPodsWarmUp() {
    AnalysisState warm = CanaryAnalysis.nextStep(healthy(BOTH, 60, 0.5));
    AnalysisState state =
        CanaryAnalysis.observe(
            CanaryAnalysis.warmingUntil(warm, warm.observedUntil().plusSeconds(60)),
            new Block(warm.observedUntil().plusSeconds(5), arm(100, 30, 7), arm(900, 0, 7)));

    assertThat(CanaryAnalysis.report(state).verdict()).isEqualTo(Verdict.REGRESSED);
  }

  @Test
  void neverEndsAWarmUpSooner() {
    AnalysisState state = CanaryAnalysis.start(BOTH);
    assertThat(CanaryAnalysis.warmingUntil(state, Duration.ofSeconds(59))).isSameAs(state);
  }

  private static Comparison comparison(AnalysisState state, int index) {
    return state.comparisons().get(index);
  }

  @Test
  void mergesSmallBlocksUntilTwentyRequests() {
    AnalysisState little = CanaryAnalysis.start(PLAN);
    little = CanaryAnalysis.observe(little, block(1, 1, 1, 8, 0));
    assertThat(little.pending()).isPresent();
    assertThat(CanaryAnalysis.report(little).evidence()).isCloseTo(1, within(1e-12));
    little = CanaryAnalysis.observe(little, block(2, 2, 1, 9, 1));

    AnalysisState atOnce =
        CanaryAnalysis.observe(CanaryAnalysis.start(PLAN), block(2, 3, 2, 17, 1));
    assertThat(little.pending()).isEmpty();
    assertThat(little.comparisons()).isEqualTo(atOnce.comparisons());
  }

  @Test
  void judgesWhatWaitsBeforeTheWeightChanges() {
    AnalysisState state =
        CanaryAnalysis.nextStep(
            CanaryAnalysis.observe(CanaryAnalysis.start(PLAN), block(1, 4, 2, 8, 0)));
    assertThat(state.pending()).isEmpty();
    assertThat(CanaryAnalysis.report(state).evidence()).isGreaterThan(1);
  }

  @Test
  void waitsUntilBothVersionsHaveServedSomething() {
    AnalysisState state =
        CanaryAnalysis.observe(CanaryAnalysis.start(PLAN), block(1, 0, 0, 300, 1));
    assertThat(state.pending()).isPresent();
    assertThat(state.step()).isEqualTo(new Traffic(0, 300));
    state = CanaryAnalysis.observe(state, block(2, 3, 2, 300, 1));

    AnalysisState atOnce =
        CanaryAnalysis.observe(CanaryAnalysis.start(PLAN), block(2, 3, 2, 600, 2));
    assertThat(state.pending()).isEmpty();
    assertThat(state.comparisons()).isEqualTo(atOnce.comparisons());
  }

  @Test
  void leavesOutWhatHasWaitedTooLongForAVersionThatServesNothing() {
    AnalysisState state =
        CanaryAnalysis.observe(CanaryAnalysis.start(PLAN), block(1, 20_000, 30, 0, 0));
    assertThat(state.pending()).isEmpty();
    assertThat(state.comparisons()).isEqualTo(CanaryAnalysis.start(PLAN).comparisons());
    assertThat(state.step()).isEqualTo(new Traffic(20_000, 0));
  }

  @Test
  void leavesOutWhatWaitsWhenTheWeightChanges() {
    AnalysisState state =
        CanaryAnalysis.nextStep(
            CanaryAnalysis.observe(CanaryAnalysis.start(PLAN), block(1, 0, 0, 300, 30)));
    assertThat(state.pending()).isEmpty();
    assertThat(state.comparisons()).isEqualTo(CanaryAnalysis.start(PLAN).comparisons());
  }

  @Test
  void judgesErrorsButNotLatencyWhileTheCanaryWarmsUp() {
    List<Double> slow = List.of(1.0, 1.0, 1.0, 0.9, 0.5, 0.2, 0.1);
    SimulatedTraffic traffic = SimulatedTraffic.of(7, 100, 0.1);
    AnalysisState state = CanaryAnalysis.start(BOTH);
    for (int i = 1; i <= 12; i++) {
      state =
          CanaryAnalysis.observe(
              state, traffic.block(i, new Version(0.001, slow), Version.failing(0.001)));
    }
    assertThat(CanaryAnalysis.report(state).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(CanaryAnalysis.report(state).metrics().get(1).canaryRequests()).isZero();

    state =
        CanaryAnalysis.observe(
            state, traffic.block(13, new Version(0.001, slow), Version.failing(0.001)));
    assertThat(CanaryAnalysis.report(state).verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(CanaryAnalysis.report(state).sentence()).startsWith("latency: slower than ");
  }

  @Test
  void blamesAnIncidentOfBothVersionsOnNeither() {
    AnalysisPlan plan =
        plan(
            new MetricPlan(
                "errors",
                MetricPlan.Kind.ERROR_RATE,
                0.005,
                OptionalDouble.of(0.01),
                List.of(),
                1));
    SimulatedTraffic traffic = SimulatedTraffic.of(3, 100, 0.25);
    AnalysisState state = CanaryAnalysis.start(plan);
    for (int i = 1; i <= 60; i++) {
      state =
          CanaryAnalysis.observe(
              state, errorsOf(traffic.block(i, Version.failing(0.06), Version.failing(0.06))));
    }
    AnalysisReport report = CanaryAnalysis.report(state);
    assertThat(report.sharedIncident()).isTrue();
    assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.sentence()).startsWith("both versions miss an objective");
  }

  @Test
  void doesNotExcuseACanaryThatAloneMissesTheObjective() {
    AnalysisPlan plan =
        plan(
            new MetricPlan(
                "errors",
                MetricPlan.Kind.ERROR_RATE,
                0.005,
                OptionalDouble.of(0.01),
                List.of(),
                1));
    AnalysisState state = CanaryAnalysis.start(plan);
    for (int i = 1; i <= 20; i++) {
      state = CanaryAnalysis.observe(state, block(i, 50, 5, 450, 1));
    }
    assertThat(CanaryAnalysis.report(state).sharedIncident()).isFalse();
    assertThat(CanaryAnalysis.report(state).verdict()).isEqualTo(Verdict.REGRESSED);
  }

  @Test
  void asksForMoreEvidenceOfARetry() {
    assertThat(PLAN.bound()).isCloseTo(111.11, within(0.01));
    AnalysisPlan second = new AnalysisPlan(0.01, 2, 1, Duration.ZERO, PLAN.metrics());
    assertThat(second.bound()).isCloseTo(1644.9, within(0.1));
    AnalysisPlan third = new AnalysisPlan(0.01, 3, 1, Duration.ZERO, PLAN.metrics());
    assertThat(third.bound()).isCloseTo(4 * second.bound(), within(1e-6));
    double sum = 0;
    for (int attempt = 1; attempt <= 1000; attempt++) {
      sum += 1 / new AnalysisPlan(0.01, attempt, 1, Duration.ZERO, PLAN.metrics()).bound();
    }
    assertThat(sum).isLessThan(0.01).isGreaterThan(0.0099);
  }

  @Test
  void saysWhenItIsTemperedForStickyRouting() {
    AnalysisPlan sticky = new AnalysisPlan(0.01, 1, 4, Duration.ZERO, PLAN.metrics());
    AnalysisState untempered =
        CanaryAnalysis.observe(CanaryAnalysis.start(PLAN), block(1, 50, 3, 450, 1));
    AnalysisState tempered =
        CanaryAnalysis.observe(CanaryAnalysis.start(sticky), block(1, 50, 3, 450, 1));
    assertThat(CanaryAnalysis.report(tempered).evidence())
        .isLessThan(CanaryAnalysis.report(untempered).evidence());
    assertThat(CanaryAnalysis.report(tempered).sentence())
        .endsWith("no history: even prior, tempered by 4 for clustered requests");
  }

  @Test
  void combinesMetricsAsTheirWeightedMean() {
    AnalysisPlan plan =
        plan(
            new MetricPlan(
                "errors", MetricPlan.Kind.ERROR_RATE, 0.005, OptionalDouble.empty(), List.of(), 3),
            MetricPlan.latency("latency", 0.05));
    AnalysisState state =
        CanaryAnalysis.observe(
            CanaryAnalysis.start(plan),
            new Block(Duration.ofSeconds(5), arm(50, 3, 7), arm(450, 1, 7)));
    AnalysisReport report = CanaryAnalysis.report(state);
    assertThat(report.evidence())
        .isCloseTo(
            0.75 * report.metrics().get(0).evidence() + 0.25 * report.metrics().get(1).evidence(),
            within(1e-9));
  }

  @Test
  void refusesABlockThatItHasSeenAlready() {
    AnalysisState state =
        CanaryAnalysis.observe(CanaryAnalysis.start(PLAN), block(1, 50, 0, 450, 0));
    assertThatThrownBy(() -> CanaryAnalysis.observe(state, block(1, 50, 0, 450, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The block ends at PT5S, but everything until PT5S was observed already: give each block once and in order.");
  }

  @Test
  void refusesABlockWithOtherBoundaries() {
    assertThatThrownBy(
            () -> CanaryAnalysis.observe(CanaryAnalysis.start(BOTH), block(1, 50, 0, 450, 0)))
        .hasMessageContaining("The plan has 7 latency boundaries, but the block was counted at 0");
  }

  private static AnalysisState healthy(AnalysisPlan plan, int blocks, double weight) {
    SimulatedTraffic traffic = SimulatedTraffic.of(11, 200, weight);
    AnalysisState state = CanaryAnalysis.start(plan);
    for (int i = 1; i <= blocks; i++) {
      Block block = traffic.block(i, Version.failing(0.001), Version.failing(0.001));
      state = CanaryAnalysis.observe(state, plan.boundaries().isEmpty() ? errorsOf(block) : block);
    }
    return state;
  }

  private static Block errorsOf(Block block) {
    return new Block(block.end(), errorsOf(block.canary()), errorsOf(block.stable()));
  }

  private static ArmCounts errorsOf(ArmCounts arm) {
    return new ArmCounts(arm.requests(), arm.errors(), List.of());
  }

  private static Block block(int number, long canary, long canaryBad, long stable, long stableBad) {
    return new Block(
        Duration.ofSeconds(5L * number), arm(canary, canaryBad, 0), arm(stable, stableBad, 0));
  }

  private static ArmCounts arm(long requests, long errors, int boundaries) {
    return new ArmCounts(requests, errors, Collections.nCopies(boundaries, 0L));
  }

  private static AnalysisPlan plan(MetricPlan... metrics) {
    return new AnalysisPlan(0.01, 1, 1, Duration.ofSeconds(60), List.of(metrics));
  }
}
