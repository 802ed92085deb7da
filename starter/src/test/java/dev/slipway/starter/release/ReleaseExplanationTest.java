package dev.slipway.starter.release;

import static dev.slipway.starter.world.Records.KEY;
import static dev.slipway.starter.world.Records.RELEASE;
import static dev.slipway.starter.world.Records.ROLLOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.starter.server.RunningActivity;
import dev.slipway.starter.world.FakeServer;
import dev.slipway.starter.world.Records;
import dev.slipway.starter.world.Terminal;
import org.junit.jupiter.api.Test;

class ReleaseExplanationTest {

  private final FakeServer server = new FakeServer();
  private final Terminal terminal = new Terminal(server);

  @Test
  void saysWhatIsWaitedForUntilWhenAndHowToEndIt() {
    server.status(RELEASE, Records.awaitingApproval());

    assertThat(terminal.type("release explain " + KEY).out())
        .isEqualTo(
            """
            """);
  }

  @Test
  void speaksOfTheRolloutThatTheReleaseWaitsFor() {
    server.status(RELEASE, Records.rollingOut()).status(ROLLOUT, Records.rollout(KEY, 50, 3.1));

    assertThat(terminal.type("release explain " + KEY).out())
        .isEqualTo(
            """
            """);
  }

  @Test
  void saysWhatToDoAfterARollback() {
    server.status(RELEASE, Records.ended(Outcome.ROLLED_BACK, "3 % of answers failed"));

    assertThat(terminal.type("release explain " + KEY).out())
        .contains("was rolled back in production: 3 % of answers failed")
        .contains("slipway release start shop --override-quarantine REASON");
  }

  @Test
  void namesTheTroubleOfAnActivityThatIsTriedAgain() {
    server
        .status(RELEASE, Records.rollingOut())
        .runs(
            RELEASE,
            new RunningActivity(
                "ForgeMerge", 5, "the forge does not answer", MissingNode.getInstance()));

    assertThat(terminal.type("release explain " + KEY).out())
        .contains("ForgeMerge is tried again and again, now attempt 5: the forge does not answer");
  }
}
