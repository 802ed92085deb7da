package dev.slipway.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.analysis.Verdict;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.MetricRule;
import dev.slipway.delivery.OnInconclusive;
import dev.slipway.delivery.Percent;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.observation.ObservedBlock.Origin;
import dev.slipway.observation.ObservedBlock.Suspect;
import dev.slipway.observation.Rehearsal.Decision;
import dev.slipway.observation.Rehearsal.Judged;
import dev.slipway.rollout.SuspectedPod;
import dev.slipway.rollout.SuspectedPod.Proof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RehearsalTest {

  private final List<Judged> judged = new ArrayList<>();

  @Test
  void advancesTheFirstStepByTimeAndTheOthersByProof() {
    Rehearsal rehearsal = new Rehearsal(plan(OnInconclusive.HOLD), 1);

    healthy(rehearsal, 10, 12, 5);
    healthy(rehearsal, 50, 24, 500);

    assertThat(at(55)).isEqualTo(Decision.CONTINUE);
    assertThat(at(60)).isEqualTo(Decision.ADVANCE);
    assertThat(at(115)).isEqualTo(Decision.CONTINUE);
    assertThat(at(120)).isEqualTo(Decision.ADVANCE);
    assertThat(rehearsal.conclusion().verdict()).isEqualTo(Verdict.HEALTHY);
  }

  @Test
  void rollsBackOnceAndForAll() {
    Rehearsal rehearsal = new Rehearsal(plan(OnInconclusive.HOLD), 1);

    healthy(rehearsal, 10, 2, 50);
    block(rehearsal, 10, arm(50, 20), arm(450, 0));
    healthy(rehearsal, 10, 100, 50);

    assertThat(at(10)).isEqualTo(Decision.CONTINUE);
    assertThat(judged.subList(2, judged.size()))
        .allSatisfy(each -> assertThat(each.decision()).isEqualTo(Decision.ROLLBACK));
    assertThat(rehearsal.conclusion())
        .isEqualTo(
            new Rehearsal.Conclusion(
                Verdict.REGRESSED, Optional.of("errors"), Duration.ofSeconds(15)));
  }

  @Test
  void pausesAtTheMaximumHoldForAPersonWhoIsNotThereAndRollsBackAtTheDeadline() {
    Rehearsal rehearsal = new Rehearsal(plan(OnInconclusive.HOLD), 1);

    block(rehearsal, 10, arm(1, 0), arm(9, 0));
    slow(rehearsal, 50, 3 * 720, 1);

    assertThat(judged.get(100).decision()).isEqualTo(Decision.CONTINUE);
    Judged pause = first(Decision.PAUSE);
    assertThat(pause.end()).isEqualTo(Duration.ofSeconds(5 + 600));
    assertThat(pause.reason()).startsWith("inconclusive at the maximum hold: errors");
    assertThat(first(Decision.ROLLBACK).end()).isEqualTo(Duration.ofSeconds(5 + 600 + 3600));
    assertThat(rehearsal.conclusion().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void doesWhatItsRuleSaysOfAStepThatProvesNothing() {
    for (OnInconclusive rule : List.of(OnInconclusive.ADVANCE, OnInconclusive.ROLLBACK)) {
      judged.clear();
      Rehearsal rehearsal = new Rehearsal(plan(rule), 1);
      slow(rehearsal, 50, 130, 1);

      Decision expected = rule == OnInconclusive.ADVANCE ? Decision.ADVANCE : Decision.ROLLBACK;
      assertThat(first(expected).end()).isEqualTo(Duration.ofMinutes(10));
    }
  }

  @Test
  void neverPassesWithoutTraffic() {
    Rehearsal rehearsal = new Rehearsal(plan(OnInconclusive.ADVANCE), 1);

    for (int i = 0; i < 40; i++) {
      block(rehearsal, 10, arm(0, 0), arm(0, 0));
    }

    assertThat(first(Decision.ROLLBACK).reason()).contains("missing data is never a pass");
    assertThat(rehearsal.conclusion().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void needsNoProofAnewOfASoak() {
    Rehearsal rehearsal = new Rehearsal(plan(OnInconclusive.HOLD), 1);

    healthy(rehearsal, 10, 12, 5);
    healthy(rehearsal, 50, 24, 500);
    healthy(rehearsal, 90, 1, 5);

    assertThat(rehearsal.conclusion().verdict()).isEqualTo(Verdict.HEALTHY);
  }

  @Test
  void countsAStepFromWhereItsFirstBlockBegan() {
    Rehearsal rehearsal = new Rehearsal(plan(OnInconclusive.HOLD), 1);

    healthy(rehearsal, 10, 12, 5);
    // Pods were started for 100 s.
    for (int i = 0; i < 14; i++) {
      Duration end = Duration.ofSeconds(160 + 5 * (i + 1L));
      judged.add(
          rehearsal.next(
              new ObservedBlock(
                  end,
                  50,
                  arm(500, 0),
                  arm(500, 0),
                  Optional.of(new Origin(end.minusSeconds(5), 1, 12 + i)))));
    }

    assertThat(at(215)).isEqualTo(Decision.CONTINUE);
    assertThat(at(220)).isEqualTo(Decision.ADVANCE);
  }

  @Test
  void leavesOutThePodThatAloneFailsAndWaitsForIt() {
    for (boolean named : List.of(true, false)) {
      judged.clear();
      Rehearsal rehearsal = new Rehearsal(plan(OnInconclusive.HOLD), 1);
      for (int i = 0; i < 13; i++) {
        Optional<Suspect> suspect =
            named
                ? Optional.of(new Suspect(new SuspectedPod("shop-7", Proof.SURE), arm(375, 0)))
                : Optional.empty();
        judged.add(
            rehearsal.next(
                new ObservedBlock(
                    Duration.ofSeconds(5L * (judged.size() + 1)),
                    10,
                    arm(500, 5),
                    arm(4500, 0),
                    Optional.empty(),
                    suspect)));
      }

      assertThat(judged.getLast().decision())
          .isEqualTo(named ? Decision.CONTINUE : Decision.ROLLBACK);
    }
  }

  @Test
  void judgesMetricsOfTheServicesOwn() {
    MetricRule declined =
        new MetricRule(
            "declined",
            MetricRule.Kind.COUNTERS,
            0.01,
            Optional.empty(),
            List.of(),
            MetricRule.Worse.HIGHER,
            Optional.of(new MetricRule.EventCounters("a", "b")),
            Optional.empty(),
            1);
    Rehearsal rehearsal = new Rehearsal(plan(OnInconclusive.HOLD, declined), 1);
    ObservedBlock unknown = new ObservedBlock(Duration.ofSeconds(5), 10, arm(10, 0), arm(90, 0));
    assertThatThrownBy(() -> rehearsal.next(unknown))
        .hasMessageContaining("canary.metrics.\"declined\" is missing");

    for (int i = 0; i < 3; i++) {
      block(rehearsal, 10, declined(100, 30), declined(900, 9));
    }

    assertThat(first(Decision.ROLLBACK).reason()).contains("declined: canary 30");
  }

  private static ObservedArm declined(long total, long counted) {
    return new ObservedArm(
        total, 0, List.of(), Map.of("declined", ObservedEvents.ofCounters(total, counted)));
  }

  @Test
  void refusesWhatCannotFollow() {
    Rehearsal rehearsal = new Rehearsal(RolloutPlan.DEFAULT, 1);
    ObservedBlock block = new ObservedBlock(Duration.ofSeconds(5), 10, arm(1, 0), arm(9, 0));

    assertThatThrownBy(() -> rehearsal.next(block))
        .hasMessageContaining("canary.latency has no \"0.025\"");
    Rehearsal ofErrors = new Rehearsal(plan(OnInconclusive.HOLD), 1);
    ofErrors.next(block);
    assertThatThrownBy(() -> ofErrors.next(block))
        .hasMessage("t is 5, but the line before ended at 5: each block ends after the one before");
    assertThat(new Rehearsal(RolloutPlan.DEFAULT, 1).conclusion())
        .isEqualTo(Rehearsal.Conclusion.OF_NOTHING);
  }

  private void healthy(Rehearsal rehearsal, double weight, int blocks, long requests) {
    for (int i = 0; i < blocks; i++) {
      block(rehearsal, weight, arm(requests, 0), arm(requests, 0));
    }
  }

  /** Too little to prove anything. */
  private void slow(Rehearsal rehearsal, double weight, int blocks, long requests) {
    for (int i = 0; i < blocks; i++) {
      block(
          rehearsal, weight, arm(requests, i % 3 == 0 ? 1 : 0), arm(requests, i % 3 == 1 ? 1 : 0));
    }
  }

  private void block(Rehearsal rehearsal, double weight, ObservedArm canary, ObservedArm stable) {
    judged.add(
        rehearsal.next(
            new ObservedBlock(
                Duration.ofSeconds(5L * (judged.size() + 1)), weight, canary, stable)));
  }

  private Decision at(long second) {
    return judged.stream()
        .filter(each -> each.end().toSeconds() == second)
        .findFirst()
        .orElseThrow()
        .decision();
  }

  private Judged first(Decision decision) {
    return judged.stream().filter(each -> each.decision() == decision).findFirst().orElseThrow();
  }

  private static ObservedArm arm(long requests, long errors) {
    return new ObservedArm(requests, errors, List.of());
  }

  /** 10 % by time, 50 % by proof, soak; errors only. */
  private static RolloutPlan plan(OnInconclusive rule) {
    return plan(
        rule,
        new MetricRule("errors", MetricRule.Kind.ERROR_RATE, 0.005, Optional.empty(), List.of()));
  }

  private static RolloutPlan plan(OnInconclusive rule, MetricRule metric) {
    return new RolloutPlan(
        List.of(new Percent(10), new Percent(50)),
        Duration.ofMinutes(1),
        Duration.ofMinutes(10),
        Duration.ofMinutes(15),
        rule,
        Duration.ofHours(1),
        Duration.ofMinutes(2),
        Duration.ofMinutes(10),
        new AnalysisRules(0.01, Duration.ofSeconds(5), Duration.ofSeconds(60), List.of(metric)));
  }
}
