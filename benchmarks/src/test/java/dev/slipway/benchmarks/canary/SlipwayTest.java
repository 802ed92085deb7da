package dev.slipway.benchmarks.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.benchmarks.canary.Rule.Decision;
import dev.slipway.benchmarks.canary.Rule.Trial;
import dev.slipway.delivery.OnInconclusive;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.observation.ObservedArm;
import dev.slipway.observation.ObservedBlock;
import dev.slipway.observation.Rehearsal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlipwayTest {

  private static final Map<String, Scenario> SCENARIOS = ScenarioFile.read();

  @Test
  void bringsInByTheDefaultPlanWithoutAPerson() {
    assertThat(Slipway.DEFAULT.plan())
        .isEqualTo(RolloutPlan.DEFAULT.withOnInconclusive(OnInconclusive.ADVANCE));
    assertThat(Slipway.DEFAULT.plan().leastHold(0)).isEqualTo(Duration.ofSeconds(30));
  }

  /** The simulation asks for no words after each block; it must decide the same nevertheless. */
  @ParameterizedTest(name = "{0}, release {1}")
  @CsvSource({
    "AA 100rps, 1",
    "AA 1000rps, 2",
    "AA 10rps, 3",
    "err .1->.3% 100rps, 4",
    "err .1->100% 100rps, 5",
    "lat p50+10% 100rps, 6",
  })
  void decidesAsARolloutOnPaperDoes(String name, long release) {
    Scenario scenario = Objects.requireNonNull(SCENARIOS.get(name), name);
    RequestStream stream = new RequestStream(scenario, release);
    Trial trial = Slipway.DEFAULT.begin(scenario);
    Rehearsal rehearsal = new Rehearsal(Slipway.DEFAULT.plan(), 1);
    Decision decision = Decision.GO_ON;
    for (int end = 5; decision == Decision.GO_ON && end <= Releases.HORIZON_SECONDS; end += 5) {
      stream.next();
      double weight = trial.weight();
      Served canary = stream.served(Arm.CANARY, 0, weight);
      Served stable = stream.served(Arm.STABLE, weight, 1);
      decision = trial.after(canary, stable);
      Rehearsal.Judged judged =
          rehearsal.next(
              new ObservedBlock(
                  Duration.ofSeconds(end), 100 * weight, observed(canary), observed(stable)));
      assertThat(judged.decision())
          .as("%s after %d s", name, end)
          .isEqualTo(asOnPaper(decision, weight, trial));
    }
  }

  private static Rehearsal.Decision asOnPaper(Decision decision, double weight, Trial trial) {
    return switch (decision) {
      case ROLL_BACK -> Rehearsal.Decision.ROLLBACK;
      case PROMOTE -> Rehearsal.Decision.ADVANCE;
      case GO_ON ->
          trial.weight() == weight ? Rehearsal.Decision.CONTINUE : Rehearsal.Decision.ADVANCE;
    };
  }

  private static ObservedArm observed(Served served) {
    List<ObservedArm.Slower> slower = new ArrayList<>();
    for (int i = 0; i < served.boundaries(); i++) {
      slower.add(new ObservedArm.Slower(Scenario.BOUNDARIES.get(i) / 1000, served.slower(i)));
    }
    return new ObservedArm(served.requests(), served.errors(), slower);
  }
}
