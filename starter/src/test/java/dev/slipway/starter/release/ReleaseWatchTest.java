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
            "");
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
