package dev.slipway.starter.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.analysis.Verdict;
import dev.slipway.delivery.Baseline;
import dev.slipway.rollout.AnalysisReading;
import dev.slipway.rollout.MetricReading;
import dev.slipway.rollout.RolloutInput;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.world.Records;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CanaryLinesTest {

  @Test
  void saysWhatTheCanaryIsComparedWith() {
    RolloutStatus usual = Records.rollout(Records.KEY, 50, 3);

    assertThat(lines(usual))
        .noneMatch(line -> line.contains("fresh baseline"))
        .anyMatch(line -> line.contains(" stable · evidence "));
    assertThat(lines(compared(usual, Baseline.FRESH)))
        .contains(
            "              compared with a fresh baseline: pods of stable, as young as the canary's")
        .anyMatch(line -> line.contains(" fresh baseline · evidence "))
        .noneMatch(line -> line.contains(" stable · evidence "));
  }

  private static RolloutStatus compared(RolloutStatus rollout, Baseline baseline) {
    RolloutInput input = rollout.input();
    return new RolloutStatus(
        new RolloutInput(
            input.target(),
            input.stable(),
            input.candidate(),
            input.plan().withBaseline(baseline),
            input.cause(),
            input.attempt()),
        rollout.phase(),
        rollout.weight(),
        rollout.steps(),
        rollout.analysis(),
        rollout.waiting(),
        rollout.result(),
        rollout.startedAt());
  }

  private static List<String> lines(RolloutStatus rollout) {
    return CanaryLines.of(rollout).stream().map(Line::toString).toList();
  }

  @Test
  void showsOfEachMetricItsIntervalAndWhatItsProofNeeds() {
    MetricReading errors =
        new MetricReading(
            "errors",
            0.002,
            0.0018,
            1204,
            10_833,
            3.1,
            "errors: canary 0.2 % of 1 204; a regression is 3.1 times more likely than chance;"
                + " the odds of it are 0.5 to 2.7 times those of stable (95 %); not worse by 0.5"
                + " points: about 800 more requests to the canary may prove it");
    RolloutStatus before = Records.rollout(Records.KEY, 50, 3);
    RolloutStatus rollout =
        new RolloutStatus(
            before.input(),
            before.phase(),
            before.weight(),
            before.steps(),
            Optional.of(
                new AnalysisReading(Verdict.INCONCLUSIVE, 3, 100, false, List.of(errors), "")),
            before.waiting(),
            before.result(),
            before.startedAt());

    assertThat(CanaryLines.of(rollout).stream().map(Line::toString).toList().getLast())
        .isEqualTo(
            "              errors: the odds of it are 0.5 to 2.7 times those of stable (95 %);"
                + " not worse by 0.5 points: about 800 more requests to the canary may prove it");
  }
}
