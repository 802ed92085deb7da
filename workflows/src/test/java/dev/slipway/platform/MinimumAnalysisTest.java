package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.Delivery;
import dev.slipway.delivery.DeliveryFile;
import dev.slipway.delivery.DeliveryReading;
import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.delivery.MetricRule;
import dev.slipway.delivery.Percent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MinimumAnalysisTest {

  private static final MinimumAnalysis MINIMUM =
      new MinimumAnalysis(
          Optional.of(0.005),
          Optional.of(new Percent(10)),
          Optional.of(Duration.ofSeconds(30)),
          Optional.of(Duration.ofMinutes(5)),
          List.of(MetricRule.Kind.ERROR_RATE));

  @Test
  void takesAPlanThatIsJustCarefulEnough() {
    assertThat(
            MINIMUM.violations(
                plan(
                    "{canary: {steps: [10%, 50%], minimumHold: 30s, soak: 5m}, analysis:"
                        + " {falseRollback: 0.5%, metrics: [{name: e, kind: error-rate}]}}")))
        .isEmpty();
  }

  @Test
  void namesEveryRuleThatIsBroken() {
    assertThat(
            MINIMUM.violations(
                plan(
                    "{canary: {steps: [11%], minimumHold: 29s, soak: 0s}, analysis:"
                        + " {falseRollback: 0.1%, metrics: [{name: l, kind: latency}]}}")))
        .containsExactly(
            "environment 'production': rollout.analysis.falseRollback is 0.1%, but has to be at"
                + " least 0.5% (rule 'minimumAnalysis.falseRollbackAtLeast' of platform.yaml)",
            "environment 'production': rollout.canary.steps begins with 11%, but has to begin with"
                + " at most 10% (rule 'minimumAnalysis.firstStepAtMost' of platform.yaml)",
            "environment 'production': rollout.canary.minimumHold is 29s, but has to be at least"
                + " 30s (rule 'minimumAnalysis.minimumHold' of platform.yaml)",
            "environment 'production': rollout.canary.soak is 0s, but has to be at least 5m (rule"
                + " 'minimumAnalysis.soak' of platform.yaml)",
            "environment 'production': rollout.analysis.metrics has none of kind error-rate (rule"
                + " 'minimumAnalysis.metrics' of platform.yaml)");
  }

  @Test
  void wantsACanaryWhereItAsksForAnything() {
    assertThat(MINIMUM.violations(plan("{rolling: {}}")))
        .containsExactly(
            "environment 'production': rollout.rolling analyses nothing: bring changes in by"
                + " rollout.canary (rule 'minimumAnalysis' of platform.yaml)");
  }

  @Test
  void asksForNothingWhereItSaysNothing() {
    MinimumAnalysis nothing =
        new MinimumAnalysis(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    assertThat(nothing.violations(plan("{canary: {steps: [99%], soak: 0s}}"))).isEmpty();
  }

  private static EnvironmentPlan plan(String rollout) {
    DeliveryReading reading =
        DeliveryFile.parse(
            """
            apiVersion: slipway.dev/v1
            service: checkout
            build: {run: make, artifact: {file: bin/checkout}}
            environments: [{name: production, rollout: %s}]
            """
                .formatted(rollout),
            "delivery.yaml");
    assertThat(reading.problems()).isEmpty();
    return reading.delivery().map(Delivery::environments).orElseThrow().getFirst();
  }
}
