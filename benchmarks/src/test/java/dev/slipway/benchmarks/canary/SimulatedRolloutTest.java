package dev.slipway.benchmarks.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.benchmarks.canary.Fleet.BadPod;
import dev.slipway.benchmarks.canary.Fleet.Cold;
import dev.slipway.benchmarks.canary.SimulatedRollout.Ending;
import dev.slipway.benchmarks.canary.SimulatedRollout.Outcome;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.Baseline;
import dev.slipway.delivery.Percent;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.observation.ObservedArm;
import dev.slipway.observation.ObservedArm.Slower;
import dev.slipway.observation.ObservedBlock;
import dev.slipway.observation.Rehearsal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedRolloutTest {

  private static final int RELEASES = 20;
  private static final Map<String, Scenario> SCENARIOS = ScenarioFile.read();
  private static final RolloutPlan BESIDE_STABLE = Slipway.unattended(RolloutPlan.DEFAULT);
  private static final RolloutPlan BESIDE_FRESH =
      BESIDE_STABLE
          .withBaseline(Baseline.FRESH)
          .withAnalysis(AnalysisRules.DEFAULT.withWarmUp(Duration.ZERO));

  /** The simulation asks for no words after each block; it must decide the same nevertheless. */
  @ParameterizedTest(name = "{0}, release {1}, {2}")
  @CsvSource({
    "AA 100rps, 1, STABLE",
    "AA 10rps, 2, FRESH",
    "AA 1rps, 3, FRESH",
    "err .1->1% 100rps, 4, FRESH",
    "err 1->2% 100rps, 5, STABLE",
  })
  void decidesAsARolloutOnPaperDoes(String name, long release, Baseline baseline) {
    RolloutPlan plan = baseline == Baseline.FRESH ? BESIDE_FRESH : BESIDE_STABLE;

    Outcome outcome =
        new SimulatedRollout(scenario(name), Fleet.of(10), plan, false, release).run();

    assertThat(outcome.ending() + " after " + outcome.seconds())
        .isEqualTo(onPaper(scenario(name), plan, release));
  }

  private static String onPaper(Scenario scenario, RolloutPlan plan, long release) {
    Baseline baseline = plan.baseline();
    PodStream stream = new PodStream(scenario, Fleet.of(10), baseline == Baseline.FRESH, release);
    Rehearsal rehearsal = new Rehearsal(plan, 1);
    List<Double> weights = new ArrayList<>(plan.steps().stream().map(Percent::value).toList());
    weights.add((double) RolloutPlan.SOAK_WEIGHT);
    for (double weight : weights) {
      boolean first = stream.end() == 0;
      Optional<Duration> latencyFrom =
          stream.carry(weight) && !first
              ? Optional.of(Duration.ofSeconds(stream.end()).plus(plan.analysis().warmUp()))
              : Optional.empty();
      Rehearsal.Decision decision = Rehearsal.Decision.CONTINUE;
      while (decision == Rehearsal.Decision.CONTINUE) {
        PodStream.Counts counts = stream.next(weight, baseline.share(weight));
        Served canary = new Served(Scenario.BOUNDARIES.size());
        counts.canary().forEach(pod -> canary.add(pod.served()));
        decision =
            rehearsal
                .next(
                    new ObservedBlock(
                        Duration.ofSeconds(stream.end()),
                        weight,
                        observed(canary),
                        observed(counts.compared()),
                        Optional.empty(),
                        Optional.empty(),
                        latencyFrom))
                .decision();
      }
      if (decision == Rehearsal.Decision.ROLLBACK) {
        return Ending.ROLLED_BACK + " after " + stream.end();
      }
    }
    return Ending.PROMOTED + " after " + stream.end();
  }

  @Test
  void doesNotBlameTheCanaryForPodsThatALaterStepAdds() {
    Fleet cold = Fleet.of(10).beginningCold(new Cold(30, 1, 3));

    assertThat(ended(Ending.ROLLED_BACK, "AA 100rps", cold, BESIDE_STABLE)).isLessThanOrEqualTo(3);
  }

  /** The engine with pods that are as young: that is the promise of a fresh baseline. */
  @Test
  void doesNotBlameTheCanaryForBeingYoungWhereTheBaselineIsAsYoung() {
    Fleet cold = Fleet.of(10).beginningCold(new Cold(120, 1, 3));

    assertThat(ended(Ending.ROLLED_BACK, "AA 100rps", cold, BESIDE_STABLE))
        .isGreaterThan(RELEASES / 2);
    assertThat(ended(Ending.ROLLED_BACK, "AA 100rps", cold, BESIDE_FRESH)).isLessThanOrEqualTo(3);
  }

  @Test
  void givesNobodyUpWhereAFreshBaselineIsSeldomAsked() {
    assertThat(ended(Ending.PROMOTED, "AA 1rps", Fleet.of(10), BESIDE_FRESH))
        .isGreaterThanOrEqualTo(RELEASES - 3);
  }

  @Test
  void bringsAGoodVersionInWhenItsBadPodIsDeletedAndABadOneNot() {
    Fleet replaced = Fleet.of(40).replacedAfter(60);

    assertThat(
            ended(
                Ending.PROMOTED,
                "AA 100rps",
                replaced.with(new BadPod(1, 0.3, false)),
                BESIDE_STABLE))
        .isEqualTo(RELEASES);
    assertThat(
            ended(
                Ending.ROLLED_BACK,
                "AA 100rps",
                replaced.with(new BadPod(1, 0.3, true)),
                BESIDE_STABLE))
        .isEqualTo(RELEASES);
  }

  private static long ended(Ending ending, String name, Fleet fleet, RolloutPlan plan) {
    boolean podsKnown = fleet.bad().isPresent();
    return PodTally.of(scenario(name), fleet, plan, podsKnown, RELEASES).ended(ending).count();
  }

  private static ObservedArm observed(Served served) {
    return new ObservedArm(
        served.requests(),
        served.errors(),
        IntStream.range(0, served.boundaries())
            .mapToObj(i -> new Slower(Scenario.BOUNDARIES.get(i) / 1000, served.slower(i)))
            .toList());
  }

  private static Scenario scenario(String name) {
    return Objects.requireNonNull(SCENARIOS.get(name), name);
  }
}
