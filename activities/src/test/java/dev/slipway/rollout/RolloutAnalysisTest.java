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
import dev.slipway.metrics.EventTally;
import dev.slipway.metrics.Interval;
import dev.slipway.metrics.PodCounters;
import dev.slipway.metrics.VersionCounters;
import dev.slipway.metrics.VersionCounters.Bucket;
import dev.slipway.observation.ObservedBlock;
import dev.slipway.observation.ObservedEvents;
import dev.slipway.observation.Rehearsal;
import dev.slipway.observation.Rehearsal.Decision;
import dev.slipway.rollout.RolloutAnalysis.Observed;
import dev.slipway.rollout.StepOrder.Advance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
        .isEqualTo(
            new Observed.Unfit(
                "metric own is counted nowhere: its queries need a Prometheus or a scrape, named in"
                    + " 'metrics' of platform.yaml"));
  }

  @Test
  void saysWhichVersionACustomMetricIsNotCountedFor() {
    RolloutAnalysis analysis =
        RolloutAnalysis.of(order(counters(Worse.HIGHER)), true, Optional.empty(), START);

    assertThat(
            analysis.observe(
                new Interval.Counted(
                    new VersionCounters(10, 0, 10, List.of()),
                    new VersionCounters(90, 0, 90, List.of(), Map.of("own", tally(9, 1)))),
                START,
                START.plusSeconds(5)))
        .isEqualTo(new Observed.Unfit("metric own is counted for stable, but not for the canary"));
  }

  @Test
  void recordsWhatItHasJudgedOfAMetricOfTheServicesOwn() {
    RolloutAnalysis analysis =
        RolloutAnalysis.of(order(counters(Worse.HIGHER)), true, Optional.empty(), START);

    Observed observed =
        analysis.observe(
            new Interval.Counted(
                new VersionCounters(10, 0, 10, List.of(), Map.of("own", tally(5, 6))),
                new VersionCounters(90, 0, 90, List.of(), Map.of("own", tally(9, 1)))),
            START,
            START.plusSeconds(5));

    assertThat(observed)
        .isInstanceOfSatisfying(
            Observed.Judged.class,
            judged -> {
              assertThat(judged.block().canary().events())
                  .isEqualTo(Map.of("own", ObservedEvents.ofCounters(5, 5)));
              assertThat(judged.block().stable().events())
                  .isEqualTo(Map.of("own", ObservedEvents.ofCounters(9, 1)));
            });
  }

  @Test
  void namesThePodThatAloneFailsAndDoesNotBlameTheVersion() {
    RolloutAnalysis analysis = ofErrors(Optional.empty());

    analysis = observe(analysis, 12, Map.of("a", 5L, "b", 0L, "c", 0L, "d", 0L));

    assertThat(analysis.report().verdict()).isNotEqualTo(Verdict.REGRESSED);
    assertThat(analysis.lonePod())
        .hasValueSatisfying(
            sentence ->
                assertThat(sentence)
                    .startsWith("pod a alone fails: ")
                    .contains(", and 0 of ", " at its 3 siblings; it is not counted against"));
    assertThat(analysis.reading().pods()).hasSize(1);
    assertThat(analysis.reading().sentence()).startsWith("pod a alone fails");
  }

  @Test
  void blamesTheVersionWhenItFailsInEveryPod() {
    RolloutAnalysis analysis =
        observe(ofErrors(Optional.empty()), 12, Map.of("a", 2L, "b", 1L, "c", 2L, "d", 1L));

    assertThat(analysis.report().verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(analysis.lonePod()).isEmpty();
  }

  @Test
  void blamesTheVersionWhenTwoPodsFail() {
    RolloutAnalysis analysis =
        observe(ofErrors(Optional.empty()), 12, Map.of("a", 3L, "b", 3L, "c", 0L, "d", 0L));

    assertThat(analysis.report().verdict()).isEqualTo(Verdict.REGRESSED);
  }

  @Test
  void goesOnWithoutThePodOnAnotherWorkerAndIsFreeOnceItIsReplaced() {
    RolloutAnalysis first =
        observe(ofErrors(Optional.empty()), 6, Map.of("a", 5L, "b", 0L, "c", 0L, "d", 0L));
    RolloutAnalysis second = ofErrors(Optional.of(first.evidence()));
    assertThat(second.lonePod()).isEqualTo(first.lonePod());
    assertThat(second.evidence()).isEqualTo(first.evidence());

    second = observe(second, 6, Map.of("b", 0L, "c", 0L, "d", 0L, "e", 0L));

    assertThat(second.lonePod()).isEmpty();
    assertThat(second.report().verdict()).isNotEqualTo(Verdict.REGRESSED);
    assertThat(second.reading().sentence()).contains("pod a alone failed", "it is gone");
  }

  @Test
  void findsARegressionOfTheOtherPodsAfterOneWasLeftOut() {
    RolloutAnalysis analysis =
        observe(ofErrors(Optional.empty()), 6, Map.of("a", 5L, "b", 0L, "c", 0L, "d", 0L));

    analysis = observe(analysis, 12, Map.of("a", 5L, "b", 2L, "c", 2L, "d", 2L));

    assertThat(analysis.report().verdict()).isEqualTo(Verdict.REGRESSED);
  }

  @Test
  void doesNotBlameAVersionForPodsThatAreColdWhenTheyAreAdded() {
    RolloutAnalysis guarded = ofLatency(0, Optional.empty());
    List<ObservedBlock> records = new ArrayList<>(observeLatency(guarded, 24, 10));
    RolloutAnalysis unguarded = ofLatency(1, Optional.of(guarded.evidence()));
    guarded = ofLatency(1, Optional.of(guarded.evidence()));
    int next = blocks;
    observeLatency(unguarded, 6, 80);
    assertThat(unguarded.report().verdict()).isEqualTo(Verdict.REGRESSED);

    blocks = next;
    guarded.addedPods(START.plusSeconds(5L * blocks));
    records.addAll(observeLatency(guarded, 6, 80));
    records.addAll(observeLatency(guarded, 24, 10));

    assertThat(guarded.report().verdict()).isEqualTo(Verdict.HEALTHY);
    assertThat(records.getLast().latencyFrom()).contains(Duration.ofMinutes(3));
    Rehearsal rehearsal = new Rehearsal(ofLatencyOrder(0).plan(), 1);
    assertThat(records)
        .allSatisfy(
            block -> assertThat(rehearsal.next(block).decision()).isNotEqualTo(Decision.ROLLBACK));
  }

  /** Half of two hundred requests go to the canary; so many of each hundred are slow there. */
  private List<ObservedBlock> observeLatency(RolloutAnalysis analysis, int times, long slow) {
    List<ObservedBlock> records = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Instant begin = START.plusSeconds(5L * blocks++);
      Observed observed =
          analysis.observe(
              new Interval.Counted(timed(slow), timed(10)), begin, begin.plusSeconds(5));
      records.add(((Observed.Judged) observed).block());
    }
    return records;
  }

  private static VersionCounters timed(long slow) {
    return new VersionCounters(100, 0, 100, List.of(new Bucket(0.1, 100 - slow)));
  }

  private static RolloutAnalysis ofLatency(int step, Optional<Evidence> evidence) {
    return RolloutAnalysis.of(ofLatencyOrder(step), true, evidence, START);
  }

  private static StepOrder ofLatencyOrder(int step) {
    MetricRule latency =
        new MetricRule("latency", Kind.LATENCY, 0.05, Optional.empty(), List.of(0.1));
    AnalysisRules rules =
        new AnalysisRules(
            0.01, Duration.ofSeconds(5), Duration.ofSeconds(60), List.of(ERRORS, latency), false);
    return Stage.judgedBy(rules, step == 0 ? Stage.first(50) : Stage.at(50, Advance.BY_EVIDENCE));
  }

  private int blocks;

  /** Each pod of the canary answers 20 requests in each block, stable 720 without an error. */
  private RolloutAnalysis observe(
      RolloutAnalysis analysis, int times, Map<String, Long> errorsByPod) {
    Map<String, VersionCounters> pods = new HashMap<>();
    errorsByPod.forEach(
        (pod, errors) -> pods.put(pod, new VersionCounters(20, errors, 20, List.of())));
    VersionCounters all =
        new VersionCounters(
            20L * pods.size(),
            errorsByPod.values().stream().mapToLong(Long::longValue).sum(),
            20L * pods.size(),
            List.of());
    for (int i = 0; i < times; i++) {
      Instant begin = START.plusSeconds(5L * blocks++);
      analysis.observe(
          new Interval.Counted(
              all, new VersionCounters(720, 0, 720, List.of()), new PodCounters(pods, Map.of())),
          begin,
          begin.plusSeconds(5));
    }
    return analysis;
  }

  private static RolloutAnalysis ofErrors(Optional<Evidence> evidence) {
    return RolloutAnalysis.of(order(List.of(ERRORS)), true, evidence, START);
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
          .isInstanceOf(Observed.Judged.class);
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
    return order(List.of(ERRORS, own));
  }

  private static StepOrder order(List<MetricRule> metrics) {
    return Stage.judgedBy(
        new AnalysisRules(0.01, Duration.ofSeconds(5), Duration.ZERO, metrics, false),
        Stage.first(10));
  }
}
