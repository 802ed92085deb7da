package dev.slipway.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.Baseline;
import dev.slipway.delivery.EnvironmentPlan;
import org.junit.jupiter.api.Test;

class ReleasePolicyTest {

  @Test
  void goesBackBesideWhatItsRulesAreMadeFor() {
    EnvironmentPlan usual = EnvironmentPlan.defaults("production");
    EnvironmentPlan cold =
        new EnvironmentPlan(
            usual.name(),
            usual.mode(),
            usual.approval(),
            usual.slot(),
            usual.rollout().withBaseline(Baseline.FRESH));

    assertThat(ReleasePolicy.expedited(cold).rollout().baseline()).isEqualTo(Baseline.FRESH);
    assertThat(ReleasePolicy.expedited(usual).rollout().baseline()).isEqualTo(Baseline.STABLE);
  }
}
