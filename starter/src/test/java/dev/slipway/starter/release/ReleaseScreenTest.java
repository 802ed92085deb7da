package dev.slipway.starter.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.release.StepStatus;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Times;
import dev.slipway.starter.world.Records;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReleaseScreenTest {

  private static final Times TIMES = new Times(Records.NOW, ZoneOffset.UTC);

  @Test
  void drawsACanaryUnderAnalysis() {
    assertThat(draw(view(Records.rollingOut(), Records.rollout(Records.KEY, 50, 3.1))))
        .isEqualTo(
            """
            """);
  }

  @Test
  void drawsAReleaseThatWaitsForAPerson() {
    assertThat(draw(view(Records.awaitingApproval())))
        .isEqualTo(
            """
            """);
  }

  @Test
  void drawsWhatAFailedBuildSaidLast() {
    ReleaseStatus failed =
        Records.release(
            ReleaseStatus.Phase.ENDED,
            List.of(
                Records.step("read commit", StepStatus.State.PASSED, 0, 0.4, "Round prices"),
                Records.step(
                    "build",
                    StepStatus.State.FAILED,
                    0.4,
                    9.3,
                    "exit code 1\n\u001b[31mShop.java:7: error: ';' expected\u001b[0m\n    return total"),
                Records.pending("test unit")),
            Optional.empty(),
            Optional.of(
                new ReleaseResult(
                    ReleaseResult.Outcome.FAILED, "", "build: exit code 1", Records.at(9.3))));

    assertThat(draw(view(failed)))
        .isEqualTo(
            """
            """);
  }

  @Test
  void saysWhatAnActivityStrugglesWith() {
    ReleaseView view =
        new ReleaseView(
            Records.rollingOut(),
            List.of(),
            List.of(new ReleaseView.Activity("CanaryStep", 4, "connection refused", "")),
            false);

    assertThat(draw(view)).contains("trouble     CanaryStep, attempt 4: connection refused");
  }

  private static ReleaseView view(ReleaseStatus status, RolloutStatus... rollouts) {
    return new ReleaseView(status, List.of(rollouts), List.of(), false);
  }

  private static String draw(ReleaseView view) {
    return new ReleaseScreen(view, TIMES)
        .lines().stream().map(Line::toString).collect(Collectors.joining("\n", "", "\n"));
  }
}
