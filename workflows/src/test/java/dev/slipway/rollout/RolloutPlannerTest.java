package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.analysis.Verdict;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.OnInconclusive;
import dev.slipway.delivery.Percent;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.rollout.RolloutDecision.Promote;
import dev.slipway.rollout.RolloutDecision.RollBack;
import dev.slipway.rollout.RolloutDecision.Watch;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RolloutPlannerTest {

  private static final OperatorOrder ADA = new OperatorOrder("ada", "because");

  private final OperatorOrders orders = new OperatorOrders();

  @Test
  void goesThroughAllStepsThenSoaksThenPromotes() {
    RolloutPlan plan = plan(OnInconclusive.ADVANCE, Duration.ofMinutes(15), 1, 10, 50);

    Watch first = (Watch) RolloutPlanner.first(plan);
    Watch second = (Watch) next(plan, first, End.ADVANCE);
    Watch third = (Watch) next(plan, second, End.ADVANCE);
    Watch soak = (Watch) next(plan, third, End.ADVANCE);

    assertThat(List.of(first.weight(), second.weight(), third.weight(), soak.weight()))
        .containsExactly(1.0, 10.0, 50.0, 90.0);
    assertThat(next(plan, soak, End.ADVANCE)).isEqualTo(new Promote());
  }

  @Test
  void firstStepAdvancesByTimeAndTheOthersByEvidence() {
    RolloutPlan plan = plan(OnInconclusive.ADVANCE, Duration.ofMinutes(15), 1, 10);

    Watch first = (Watch) RolloutPlanner.first(plan);

    assertThat(first.advance()).isEqualTo(Advance.BY_TIME);
    assertThat(((Watch) next(plan, first, End.ADVANCE)).advance()).isEqualTo(Advance.BY_EVIDENCE);
  }

  @Test
  void onlyStepNeedsEvidence() {
    assertThat(
            ((Watch) RolloutPlanner.first(plan(OnInconclusive.HOLD, Duration.ZERO, 50))).advance())
        .isEqualTo(Advance.BY_EVIDENCE);
  }

  @Test
  void withoutSoakItPromotesAfterTheLastStep() {
    RolloutPlan plan = plan(OnInconclusive.ADVANCE, Duration.ZERO, 50);

    assertThat(next(plan, (Watch) RolloutPlanner.first(plan), End.ADVANCE))
        .isEqualTo(new Promote());
  }

  @ParameterizedTest
  @EnumSource(
      value = End.class,
      names = {"REGRESSED", "NO_DATA", "UNHEALTHY"})
  void failedCheckRollsBack(End end) {
    RolloutPlan plan = plan(OnInconclusive.ADVANCE, Duration.ZERO, 50);

    assertThat(next(plan, (Watch) RolloutPlanner.first(plan), end))
        .isEqualTo(new RollBack("detail"));
  }

  @ParameterizedTest
  @EnumSource(
      value = End.class,
      names = {"ADVANCE", "INCONCLUSIVE"})
  void stepThatEndsByItselfBesideAnOrderToPauseIsPaused(End end) {
    RolloutPlan plan = plan(OnInconclusive.ADVANCE, Duration.ZERO, 10, 50);
    Watch step = (Watch) RolloutPlanner.first(plan);
    orders.pause(ADA);

    assertThat(RolloutPlanner.isPausedAtItsEnd(step, report(end), orders)).isTrue();
    assertThat(RolloutPlanner.next(plan, step, report(end).asInterrupted(), orders))
        .isInstanceOfSatisfying(
            Watch.class,
            watch -> {
              assertThat(watch.position()).isZero();
              assertThat(watch.holding()).isEqualTo("paused by ada: because");
            });
  }

  @ParameterizedTest
  @EnumSource(
      value = End.class,
      names = {"REGRESSED", "NO_DATA", "UNHEALTHY"})
  void failedCheckIsNotPaused(End end) {
    Watch step = (Watch) RolloutPlanner.first(plan(OnInconclusive.ADVANCE, Duration.ZERO, 50));
    orders.pause(ADA);

    assertThat(RolloutPlanner.isPausedAtItsEnd(step, report(end), orders)).isFalse();
  }

  @Test
  void regressionWinsOverAnOrderToPromote() {
    RolloutPlan plan = plan(OnInconclusive.ADVANCE, Duration.ZERO, 50);
    orders.promote(ADA);

    assertThat(next(plan, (Watch) RolloutPlanner.first(plan), End.REGRESSED))
        .isInstanceOf(RollBack.class);
  }

  @Test
  void inconclusiveDoesWhatThePlanSays() {
    Watch step = (Watch) RolloutPlanner.first(plan(OnInconclusive.ADVANCE, Duration.ZERO, 10, 50));

    assertThat(next(plan(OnInconclusive.ADVANCE, Duration.ZERO, 10, 50), step, End.INCONCLUSIVE))
        .isInstanceOfSatisfying(Watch.class, watch -> assertThat(watch.position()).isEqualTo(1));
    assertThat(next(plan(OnInconclusive.ROLLBACK, Duration.ZERO, 10, 50), step, End.INCONCLUSIVE))
        .isInstanceOf(RollBack.class);
    assertThat(next(plan(OnInconclusive.HOLD, Duration.ZERO, 10, 50), step, End.INCONCLUSIVE))
        .isInstanceOfSatisfying(
            Watch.class,
            watch -> {
              assertThat(watch.position()).isZero();
              assertThat(watch.isHold()).isTrue();
              assertThat(watch.advance()).isEqualTo(Advance.NEVER);
            });
  }

  @Test
  void holdThatNobodyEndsRollsBack() {
    RolloutPlan plan = plan(OnInconclusive.HOLD, Duration.ZERO, 10, 50);
    Watch hold = (Watch) next(plan, (Watch) RolloutPlanner.first(plan), End.INCONCLUSIVE);

    assertThat(next(plan, hold, End.ADVANCE)).isInstanceOf(RollBack.class);
  }

  @Test
  void resumeAfterAHoldGoesToTheNextStepAndAfterAPauseToTheSame() {
    RolloutPlan plan = plan(OnInconclusive.HOLD, Duration.ZERO, 10, 50);
    Watch first = (Watch) RolloutPlanner.first(plan);
    Watch hold = (Watch) next(plan, first, End.INCONCLUSIVE);
    orders.resume();
    assertThat(((Watch) next(plan, hold, End.INTERRUPTED)).position()).isEqualTo(1);

    orders.seen();
    orders.pause(ADA);
    Watch paused = (Watch) next(plan, first, End.INTERRUPTED);
    assertThat(paused.isHold()).isTrue();
    orders.seen();
    orders.resume();
    Watch again = (Watch) next(plan, paused, End.INTERRUPTED);
    assertThat(again.position()).isZero();
    assertThat(again.isHold()).isFalse();
  }

  @Test
  void promoteNeverOverridesARegressionThatWasFoundBeforeItInterruptedTheStep() {
    RolloutPlan plan = plan(OnInconclusive.HOLD, Duration.ofMinutes(15), 10, 50);
    Watch first = (Watch) RolloutPlanner.first(plan);
    orders.promote(ADA);

    assertThat(RolloutPlanner.next(plan, first, interrupted(Verdict.REGRESSED), orders))
        .isEqualTo(new RollBack("errors: worse"));
    assertThat(RolloutPlanner.next(plan, first, interrupted(Verdict.INCONCLUSIVE), orders))
        .isInstanceOfSatisfying(Watch.class, next -> assertThat(next.position()).isEqualTo(1));
  }

  @Test
  void holdsForAPersonWhenOnePodAloneFails() {
    RolloutPlan plan = plan(OnInconclusive.ADVANCE, Duration.ofMinutes(15), 10, 50);
    Watch first = (Watch) RolloutPlanner.first(plan);

    Watch hold = (Watch) next(plan, first, End.LONE_POD);

    assertThat(hold.isHold()).isTrue();
    assertThat(hold.position()).isZero();
    assertThat(hold.maximumHold()).isEqualTo(plan.decisionDeadline());
  }

  private static StepReport interrupted(Verdict verdict) {
    return new StepReport(
        End.INTERRUPTED,
        "interrupted by an operator's order",
        Duration.ofMinutes(2),
        new AnalysisReading(verdict, 200, 100, false, List.of(), "errors: worse"),
        Evidence.NONE);
  }

  @Test
  void abortRollsBackWithWhoAndWhy() {
    RolloutPlan plan = plan(OnInconclusive.HOLD, Duration.ZERO, 10, 50);
    orders.abort(ADA);

    assertThat(next(plan, (Watch) RolloutPlanner.first(plan), End.INTERRUPTED))
        .isEqualTo(new RollBack("aborted by ada: because"));
  }

  @Test
  void holdsTheFirstOfSeveralStepsForAShorterTime() {
    assertThat(((Watch) RolloutPlanner.first(RolloutPlan.DEFAULT)).minimumHold())
        .isEqualTo(Duration.ofSeconds(30));
    Watch first = (Watch) RolloutPlanner.first(RolloutPlan.DEFAULT);
    assertThat(((Watch) next(RolloutPlan.DEFAULT, first, End.ADVANCE)).minimumHold())
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(
            ((Watch) RolloutPlanner.first(plan(OnInconclusive.HOLD, Duration.ZERO, 1, 10)))
                .minimumHold())
        .isEqualTo(Duration.ofMinutes(1));
  }

  private RolloutDecision next(RolloutPlan plan, Watch watched, End end) {
    return RolloutPlanner.next(plan, watched, report(end), orders);
  }

  private static StepReport report(End end) {
    return new StepReport(end, "detail", Duration.ZERO, AnalysisReading.NONE, Evidence.NONE);
  }

  private static RolloutPlan plan(OnInconclusive onInconclusive, Duration soak, double... steps) {
    return new RolloutPlan(
        java.util.Arrays.stream(steps).mapToObj(Percent::new).toList(),
        Duration.ofMinutes(1),
        Duration.ofMinutes(10),
        soak,
        onInconclusive,
        Duration.ofDays(1),
        Duration.ofMinutes(2),
        Duration.ofMinutes(10),
        AnalysisRules.DEFAULT);
  }
}
