package dev.slipway.starter.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.analysis.MetricPlan;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.MetricRule;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.observation.ObservedArm;
import dev.slipway.observation.ObservedArm.Slower;
import dev.slipway.observation.ObservedBlock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChosenPlanTest {

  @Test
  void judgesByTheDefaultsWhereTheirBoundariesWereCounted() {
    assertThat(ChosenPlan.defaults(counted(MetricPlan.DEFAULT_BOUNDARIES)))
        .isEqualTo(RolloutPlan.DEFAULT);
  }

  @Test
  void changesNothingButTheBoundariesWhereOthersWereCounted() {
    RolloutPlan plan = ChosenPlan.defaults(counted(List.of(0.2, 0.7)));

    assertThat(latency(plan)).isEqualTo(List.of(0.2, 0.7));
    assertThat(plan)
        .usingRecursiveComparison()
        .ignoringFields("analysis.metrics")
        .isEqualTo(RolloutPlan.DEFAULT);
    assertThat(plan.leastHold(0)).isEqualTo(Duration.ofSeconds(30));
    assertThat(plan.analysis().metrics())
        .usingRecursiveComparison()
        .ignoringFields("boundaries")
        .isEqualTo(AnalysisRules.DEFAULT.metrics());
  }

  @Test
  void judgesErrorsAloneWhereNothingWasTimed() {
    RolloutPlan plan = ChosenPlan.defaults(counted(List.of()));

    assertThat(plan.analysis().metrics())
        .containsExactly(AnalysisRules.DEFAULT.metrics().getFirst());
    assertThat(plan)
        .usingRecursiveComparison()
        .ignoringFields("analysis.metrics")
        .isEqualTo(RolloutPlan.DEFAULT);
  }

  private static List<Double> latency(RolloutPlan plan) {
    return plan.analysis().metrics().stream()
        .filter(metric -> metric.kind() == MetricRule.Kind.LATENCY)
        .findFirst()
        .map(MetricRule::boundaries)
        .orElseThrow();
  }

  private static ObservedBlock counted(List<Double> boundaries) {
    ObservedArm arm =
        new ObservedArm(
            10, 0, boundaries.stream().map(boundary -> new Slower(boundary, 0)).toList());
    return new ObservedBlock(Duration.ofSeconds(5), 1, arm, arm);
  }
}
