package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.analysis.AnalysisReport;
import dev.slipway.analysis.Verdict;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.MetricRule;
import dev.slipway.delivery.MetricRule.EventCounters;
import dev.slipway.delivery.MetricRule.EventHistogram;
import dev.slipway.delivery.MetricRule.Kind;
import dev.slipway.delivery.MetricRule.Worse;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.metrics.EventTally;
import dev.slipway.metrics.Interval;
import dev.slipway.metrics.VersionCounters;
import dev.slipway.rollout.StepOrder.Advance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutAnalysisTest {

  private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
  private static final MetricRule ERRORS =
      new MetricRule("errors", Kind.ERROR_RATE, 0.005, Optional.empty(), List.of());

  @Test
  void rollsBackForACounterOfTheServicesOwn() {
    MetricRule declined = counters(Worse.HIGHER);

    AnalysisReport report = afterMinutes(declined, tally(100, 30), tally(900, 9));

    assertThat(report.verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(report.sentence()).contains("own: canary 30", "of 100, stable 1");
  }

  @Test
  void rollsBackWhenFewerAreWorse() {
    assertThat(afterMinutes(counters(Worse.LOWER), tally(100, 40), tally(900, 720)).verdict())
        .isEqualTo(Verdict.REGRESSED);
    assertThat(afterMinutes(counters(Worse.HIGHER), tally(100, 40), tally(900, 720)).verdict())
        .isNotEqualTo(Verdict.REGRESSED);
  }

  @Test
  void rollsBackForAHistogramOfTheServicesOwn() {
    MetricRule basket =
        new MetricRule(
            "own",
            Kind.HISTOGRAM,
            0.05,
            Optional.empty(),
            List.of(),
            Worse.LOWER,
            Optional.empty(),
            Optional.of(
                new EventHistogram("basket_bucket{pod=~\"{{pods}}\"}", List.of(10.0, 50.0))),
            2);

    assertThat(afterMinutes(basket, tally(100, 40, 2), tally(900, 800, 400)).verdict())
        .isEqualTo(Verdict.REGRESSED);
    assertThat(afterMinutes(basket, tally(100, 89, 44), tally(900, 800, 400)).verdict())
        .isNotEqualTo(Verdict.REGRESSED);
  }

  @Test
  void doesNotCountABlockInWhichACustomMetricIsCountedNowhere() {
    RolloutAnalysis analysis =
        RolloutAnalysis.of(order(counters(Worse.HIGHER)), true, Optional.empty(), START);

    assertThat(
            analysis.observe(
                new Interval.Counted(
                    new VersionCounters(10, 0, 10, List.of()),
                    new VersionCounters(90, 0, 90, List.of())),
                START,
                START.plusSeconds(5)))
        .isEmpty();
  }

  private static AnalysisReport afterMinutes(MetricRule own, EventTally canary, EventTally stable) {
    RolloutAnalysis analysis = RolloutAnalysis.of(order(own), true, Optional.empty(), START);
    for (int minute = 1; minute <= 3; minute++) {
      assertThat(
              analysis.observe(
                  new Interval.Counted(
                      new VersionCounters(100, 0, 100, List.of(), Map.of("own", canary)),
                      new VersionCounters(900, 0, 900, List.of(), Map.of("own", stable))),
                  START.plus(Duration.ofMinutes(minute - 1)),
                  START.plus(Duration.ofMinutes(minute))))
          .isPresent();
    }
    return analysis.report();
  }

  private static EventTally tally(long total, Long... counted) {
    return new EventTally(total, List.of(counted));
  }

  private static EventTally tally(long total, int... counted) {
    return tally(
        total, java.util.Arrays.stream(counted).mapToObj(each -> (long) each).toArray(Long[]::new));
  }

  private static MetricRule counters(Worse worse) {
    return new MetricRule(
        "own",
        Kind.COUNTERS,
        0.01,
        Optional.empty(),
        List.of(),
        worse,
        Optional.of(new EventCounters("a{pod=~\"{{pods}}\"}", "b{pod=~\"{{pods}}\"}")),
        Optional.empty(),
        1);
  }

  private static StepOrder order(MetricRule own) {
    StepOrder order = Stage.first(10);
    RolloutPlan plan = order.plan();
    return new StepOrder(
        order.target(),
        order.stable(),
        order.candidate(),
        0,
        10,
        Advance.BY_TIME,
        order.minimumHold(),
        order.maximumHold(),
        new RolloutPlan(
            plan.steps(),
            plan.minimumHold(),
            plan.maximumHold(),
            plan.soak(),
            plan.onInconclusive(),
            plan.decisionDeadline(),
            plan.missingData(),
            plan.readyWithin(),
            new AnalysisRules(
                0.01, Duration.ofSeconds(5), Duration.ZERO, List.of(ERRORS, own), false)),
        1,
        Optional.empty());
  }
}
