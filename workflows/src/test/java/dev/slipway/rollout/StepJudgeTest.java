package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.analysis.AnalysisReport;
import dev.slipway.analysis.Verdict;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepJudgeTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration MISSING_DATA = Duration.ofMinutes(2);
  private static final DataFlow FLOWING = new DataFlow(Optional.empty(), "", false, 100, 0);
  private static final DataFlow MISSING =
      new DataFlow(Optional.of(NOW.minusSeconds(10)), "there is no traffic", false, 100, 0);

  private static final AnalysisReport PROVEN = report(Verdict.HEALTHY, true, false);
  private static final AnalysisReport OPEN = report(Verdict.INCONCLUSIVE, false, false);
  private static final AnalysisReport SHARED = report(Verdict.INCONCLUSIVE, false, true);
  private static final AnalysisReport REGRESSED = report(Verdict.REGRESSED, false, false);

  @Test
  void neverAdvancesBeforeTheMinimumHold() {
    assertThat(end(Advance.BY_EVIDENCE, PROVEN, FLOWING, 59)).isEmpty();
    assertThat(end(Advance.BY_EVIDENCE, PROVEN, FLOWING, 60)).contains(End.ADVANCE);
  }

  @Test
  void endsWithARegressionAtAnyTime() {
    assertThat(end(Advance.NEVER, REGRESSED, MISSING, 0)).contains(End.REGRESSED);
  }

  @Test
  void advancesByTimeOnlyOnSomethingCompared() {
    DataFlow nothing = new DataFlow(Optional.empty(), "", false, 0, 3);

    assertThat(end(Advance.BY_TIME, OPEN, FLOWING, 60)).contains(End.ADVANCE);
    assertThat(end(Advance.BY_TIME, OPEN, nothing, 60)).isEmpty();
    assertThat(end(Advance.BY_TIME, OPEN, nothing, 1200)).contains(End.INCONCLUSIVE);
  }

  @Test
  void neitherPassesNorEndsWhileDataIsMissing() {
    assertThat(end(Advance.BY_EVIDENCE, PROVEN, MISSING, 100)).isEmpty();
    assertThat(end(Advance.BY_TIME, OPEN, MISSING, 1200)).isEmpty();
    assertThat(end(Advance.NEVER, OPEN, MISSING, 1200)).isEmpty();
  }

  @Test
  void failsWhenDataWasMissingTooLong() {
    DataFlow tooLong = new DataFlow(Optional.of(NOW.minusSeconds(120)), "no series", false, 100, 0);

    assertThat(end(Advance.BY_TIME, OPEN, tooLong, 10)).contains(End.NO_DATA);
  }

  @Test
  void callsASharedIncidentSoUnlessAPersonIsAskedAlready() {
    assertThat(end(Advance.BY_EVIDENCE, SHARED, FLOWING, 10)).contains(End.SHARED_INCIDENT);
    assertThat(
            new StepJudge(Advance.NEVER, Duration.ZERO, Duration.ofDays(1), MISSING_DATA)
                .judge(
                    SHARED,
                    FLOWING,
                    RouterTrust.FULL,
                    Optional.empty(),
                    Duration.ofSeconds(10),
                    NOW)
                .map(StepJudge.Judgement::end))
        .isEmpty();
  }

  @Test
  void letsASoakEndByTimeAlone() {
    assertThat(end(Advance.NEVER, PROVEN, FLOWING, 1199)).isEmpty();
    assertThat(end(Advance.NEVER, OPEN, FLOWING, 1200)).contains(End.ADVANCE);
  }

  @Test
  void doesNotMissTrafficThatTheCanaryCouldHardlyHaveHad() {
    DataFlow flow = DataFlow.NONE_YET;
    // One request a second at 1 %: the canary may well wait for minutes.
    for (int second = 0; second < 300; second++) {
      flow = flow.counted(0, 1, 1, NOW.plusSeconds(second));
    }

    assertThat(flow.isMissing()).isFalse();
    assertThat(flow.canPass()).isFalse();
  }

  /** One request a second, of which a hundredth goes to each: never both in one block. */
  @Test
  void comparesWhatComesToTheOneAndToTheOtherInTurn() {
    DataFlow flow = DataFlow.NONE_YET;
    for (int second = 0; second < 300; second++) {
      flow = flow.counted(0, 0, true, 50, NOW.plusSeconds(second));
    }
    assertThat(flow.isMissing()).isFalse();
    assertThat(flow.canPass()).isFalse();

    flow = flow.counted(1, 0, true, 50, NOW.plusSeconds(300));
    assertThat(flow.canPass()).isFalse();
    flow = flow.counted(0, 1, true, 50, NOW.plusSeconds(301));
    assertThat(flow.canPass()).isTrue();
    assertThat(flow.canaryRequests()).isEqualTo(1);
  }

  @Test
  void missesTrafficThatABaselineSurelyShouldHaveHad() {
    DataFlow flow = DataFlow.NONE_YET;
    for (int second = 0; second < 12; second++) {
      flow = flow.counted(1, 0, true, 50, NOW.plusSeconds(second));
    }

    assertThat(flow.isMissing()).isTrue();
  }

  @Test
  void missesTrafficWhereNobodyWasAskedAtAll() {
    assertThat(DataFlow.NONE_YET.counted(0, 0, false, 50, NOW).isMissing()).isTrue();
    assertThat(DataFlow.NONE_YET.counted(5, 0, false, 100, NOW).isMissing()).isTrue();
  }

  @Test
  void missesTrafficThatTheCanarySurelyShouldHaveHad() {
    DataFlow flow = DataFlow.NONE_YET;
    for (int second = 0; second < 20; second++) {
      flow = flow.counted(0, 100, 1, NOW.plusSeconds(second));
    }

    assertThat(flow.isMissing()).isTrue();
  }

  @Test
  void missesACustomMetricThatTheCanarySurelyShouldHaveCounted() {
    DataFlow flow = DataFlow.NONE_YET;
    for (int second = 0; second < 60; second++) {
      flow = events(flow, 0, second);
    }
    assertThat(flow.isMissing()).isFalse();

    for (int second = 60; second < 120; second++) {
      flow = events(flow, 0, second);
    }
    assertThat(flow.isMissing()).isTrue();
    assertThat(flow.isMissingFor(Duration.ofSeconds(20), NOW.plusSeconds(119))).isTrue();
    assertThat(flow.why()).contains("metric declined counts nothing for the canary");

    assertThat(events(flow, 1, 120).isMissing()).isFalse();
  }

  private static DataFlow events(DataFlow flow, long canary, int second) {
    Instant now = NOW.plusSeconds(second);
    return flow.counted(10, 90, 10, now)
        .events(flow, Map.of("declined", canary), Map.of("declined", 1L), 10, now);
  }

  private static Optional<End> end(
      Advance advance, AnalysisReport report, DataFlow data, int heldSeconds) {
    return new StepJudge(advance, Duration.ofSeconds(60), Duration.ofSeconds(1200), MISSING_DATA)
        .judge(
            report, data, RouterTrust.FULL, Optional.empty(), Duration.ofSeconds(heldSeconds), NOW)
        .map(StepJudge.Judgement::end);
  }

  @Test
  void doesNotPassWhileOnePodAloneFailsAndAsksAPersonInTheEnd() {
    assertThat(withLonePod(PROVEN, 600)).isEmpty();
    assertThat(withLonePod(PROVEN, 1200)).contains(End.LONE_POD);
    assertThat(withLonePod(REGRESSED, 10)).contains(End.REGRESSED);
  }

  private static Optional<End> withLonePod(AnalysisReport report, long heldSeconds) {
    return new StepJudge(
            Advance.BY_EVIDENCE, Duration.ofSeconds(60), Duration.ofSeconds(1200), MISSING_DATA)
        .judge(
            report,
            FLOWING,
            RouterTrust.FULL,
            Optional.of("pod shop-7 alone fails"),
            Duration.ofSeconds(heldSeconds),
            NOW)
        .map(StepJudge.Judgement::end);
  }

  private static AnalysisReport report(Verdict verdict, boolean proven, boolean shared) {
    return new AnalysisReport(verdict, 1, 100, proven, shared, List.of(), "a sentence");
  }
}
