package dev.slipway.starter.release;

import static dev.slipway.starter.world.Records.KEY;
import static dev.slipway.starter.world.Records.RELEASE;
import static dev.slipway.starter.world.Records.ROLLOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.world.FakeServer;
import dev.slipway.starter.world.Records;
import dev.slipway.starter.world.Terminal;
import dev.slipway.starter.world.Terminal.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReleaseWatchTest {

  private static final String WATCH = "release watch --interval 1ms " + KEY;

  private final FakeServer server = new FakeServer();
  private final Terminal terminal = new Terminal(server);

  @Test
  void printsALineForEachChangeWithoutATerminal() {
    server
        .status(
            RELEASE,
            Records.awaitingApproval(),
            Records.awaitingApproval(),
            Records.rollingOut(),
            Records.rollingOut(),
            Records.ended(Outcome.ROLLED_BACK, "3 % of answers failed"))
        .status(ROLLOUT, Records.rollout(KEY, 10, 1), Records.rollout(KEY, 50, 3.1));

    Said said = terminal.type(WATCH);

    assertThat(said.code()).isEqualTo(ExitCode.ROLLED_BACK.code());
    assertThat(said.lines())
        .containsExactly(
            "14:03:12  read commit passed in 0.4s: Round prices half up",
            "14:03:24  build passed in 12s: shop@sha256:cdcdcdcdcdcd",
            "14:03:32  test unit passed in 8.1s: 42 tests, 0 failed, 0 skipped",
            "14:03:33  production: change passed in 0.3s: branch slipway/shop",
            "14:03:33  production: pull request passed in 0.2s: number 7",
            "14:03:33  waits for 1 approval(s) for production, until 9 Mar 14:03; slipway release approve shop/1f2e3d4c5b6a-1 | slipway release reject shop/1f2e3d4c5b6a-1 --reason …",
            "14:03:33  production: slot passed in 0.1s: granted",
            "14:03:33  production: merge passed in 0.3s: commit 121212121212",
            "14:03:33  production: rollout running",
            "14:03:36  production: prepare canary passed in 2.1s: 2 of 2 ready",
            "14:04:36  production: canary 10 % passed in 1m 00s: 60 s without a regression",
            "14:04:36  production: canary 50 % running",
            "14:05:30  production: canary serves 10% of traffic",
            "14:04:36  waits for proof that the canary, at 50 %, is not worse than its tolerance, until 14:14:36; slipway release promote production/shop",
            "14:05:30  production: canary serves 50% of traffic",
            "14:05:12  production: rollout failed in 1m 38s: 3 % of answers failed",
            "14:05:12  shop/1f2e3d4c5b6a-1 rolled back in production: 3 % of answers failed");
  }

  @Test
  void endsWithTheReleaseThatEndedBefore() {
    server.status(RELEASE, Records.ended(Outcome.PROMOTED, "promoted in production"));

    Said said = terminal.type(WATCH);

    assertThat(said.code()).isZero();
    assertThat(said.lines()).last().asString().endsWith(KEY + " promoted: promoted in production");
  }

  @ParameterizedTest
  @EnumSource
  void endsWithTheCodeOfTheOutcome(Outcome outcome) {
    server.status(RELEASE, Records.ended(outcome, "because"));

    assertThat(terminal.type(WATCH).code()).isEqualTo(ExitCode.of(outcome).code());
  }

  @Test
  void waitsForAServerThatIsAway() {
    server.status(
        RELEASE,
        Records.awaitingApproval(),
        new CliException(ExitCode.UNREACHABLE, "The Temporal server stopped to answer."),
        new CliException(ExitCode.UNREACHABLE, "The Temporal server stopped to answer."),
        Records.ended(Outcome.PROMOTED, "promoted in production"));

    Said said = terminal.type(WATCH);

    assertThat(said.code()).isZero();
    assertThat(said.err()).isEqualTo("The Temporal server stopped to answer. Watching goes on.\n");
  }

  @Test
  void endsWhenTheReleaseWasTerminated() {
    server.status(RELEASE, Records.awaitingApproval()).ended(RELEASE);

    Said said = terminal.type(WATCH);

    assertThat(said.code()).isEqualTo(ExitCode.LOST.code());
    assertThat(said.lines()).last().asString().endsWith("ended in Temporal without a result");
  }

  @Test
  void printsAJsonDocumentALineForEachChange() {
    server.status(
        RELEASE,
        Records.awaitingApproval(),
        Records.awaitingApproval(),
        Records.ended(Outcome.PROMOTED, "promoted in production"));

    Said said = terminal.type("release watch -o json --interval 1ms " + KEY);

    assertThat(said.lines()).hasSize(2).allMatch(line -> line.startsWith("{\"release\":"));
  }

  @Test
  void givesUpAtItsTimeLimitWhileTheReleaseGoesOn() {
    server.status(RELEASE, Records.awaitingApproval());

    assertThat(terminal.type(WATCH + " --timeout 0s").code()).isEqualTo(ExitCode.TIMEOUT.code());
  }
}
