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
  void drawsNoCanaryWhereThereIsNone() {
    assertThat(draw(view(Records.rollingOut(), Records.rollingUpdate(Records.KEY))))
        .contains("rolling update", "watch")
        .doesNotContain("canary", "of traffic");
  }

  @Test
  void drawsACanaryUnderAnalysis() {
    assertThat(draw(view(Records.rollingOut(), Records.rollout(Records.KEY, 50, 3.1))))
        .isEqualTo(
            """
            shop/1f2e3d4c5b6a-1  rolling out in production
              Round prices half up
              by push · team payments · shop@sha256:cdcdcdcdcdcd · 14:03:12 · 2m 18s
              change file:///repositories/config.git#7

              ✔ read commit               0.4s  Round prices half up
              ✔ build                      12s  shop@sha256:cdcdcdcdcdcd
              ✔ test unit                 8.1s  42 tests, 0 failed, 0 skipped
              production
              ├─ ✔ change                 0.3s  branch slipway/shop
              ├─ ✔ pull request           0.2s  number 7
              ├─ ✔ slot                   0.1s  granted
              ├─ ✔ merge                  0.3s  commit 121212121212
              └─ ● rollout              1m 56s
                 ├─ ✔ prepare canary      2.1s  2 of 2 ready
                 ├─ ✔ canary 10 %       1m 00s  60 s without a regression
                 ├─ ● canary 50 %          53s
                 ├─ ○ soak
                 └─ ○ promote

              canary      ████████████░░░░░░░░░░░░  50% of traffic
              evidence    ██████░░░░░░░░░░░░░░░░░░  3.10 of 100  inconclusive
              errors      0.20% of 1 204 canary, 0.18% of 10 833 stable · evidence 3.10
                          nothing speaks for a regression yet
                          errors: alone it rolls back at 200; 0.02 points worse, at most 0.31

              waits for   proof that the canary, at 50 %, is not worse than its tolerance
              since       14:04:36 (53s ago)
              until       14:14:36 (in 9m 06s), then inconclusive: hold
              ended by    the analysis, an operator
              with        slipway release promote production/shop
            """);
  }

  @Test
  void drawsAReleaseThatWaitsForAPerson() {
    assertThat(draw(view(Records.awaitingApproval())))
        .isEqualTo(
            """
            shop/1f2e3d4c5b6a-1  awaiting approval in production
              Round prices half up
              by push · team payments · shop@sha256:cdcdcdcdcdcd · 14:03:12 · 2m 18s
              change file:///repositories/config.git#7

              ✔ read commit          0.4s  Round prices half up
              ✔ build                 12s  shop@sha256:cdcdcdcdcdcd
              ✔ test unit            8.1s  42 tests, 0 failed, 0 skipped
              production
              ├─ ✔ change            0.3s  branch slipway/shop
              ├─ ✔ pull request      0.2s  number 7
              ├─ ◐ approval        1m 56s  1 more approval(s)
              ├─ ○ slot
              ├─ ○ merge
              └─ ○ rollout

              waits for   1 approval(s) for production
              since       14:03:33 (1m 56s ago)
              until       9 Mar 14:03 (in 6d 23h), then the release expires
              ended by    ada, grace
              with        slipway release approve shop/1f2e3d4c5b6a-1
                          slipway release reject shop/1f2e3d4c5b6a-1 --reason …
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
                    "exit code 1\n"
                        + "\u001b[31mShop.java:7: error: ';' expected\u001b[0m\n"
                        + "    return total"),
                Records.pending("test unit")),
            Optional.empty(),
            Optional.of(
                new ReleaseResult(
                    ReleaseResult.Outcome.FAILED, "", "build: exit code 1", Records.at(9.3))));

    assertThat(draw(view(failed)))
        .isEqualTo(
            """
            shop/1f2e3d4c5b6a-1  failed
              Round prices half up
              by push · team payments · shop@sha256:cdcdcdcdcdcd · 14:03:12 · 9.3s
              change file:///repositories/config.git#7

              ✔ read commit      0.4s  Round prices
              ✖ build            8.9s  exit code 1
                  Shop.java:7: error: ';' expected
                      return total
              ○ test unit

              ✖ failed: build: exit code 1
            """);
  }

  @Test
  void showsTheEvidenceThatRolledItBack() {
    RolloutStatus running = Records.rollout(Records.KEY, 0, 173);
    RolloutStatus ended =
        new RolloutStatus(
            running.input(),
            RolloutStatus.Phase.ENDED,
            0,
            running.steps(),
            running.analysis(),
            Optional.empty(),
            Optional.empty(),
            running.startedAt());

    assertThat(
            draw(view(Records.ended(ReleaseResult.Outcome.ROLLED_BACK, "errors are worse"), ended)))
        .contains("evidence    ████████████████████████  173 of 100  regressed")
        .doesNotContain("of traffic");
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
