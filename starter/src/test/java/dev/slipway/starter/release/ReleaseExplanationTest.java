package dev.slipway.starter.release;

import static dev.slipway.starter.world.Records.KEY;
import static dev.slipway.starter.world.Records.RELEASE;
import static dev.slipway.starter.world.Records.ROLLOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.cluster.Health;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.DataFlow;
import dev.slipway.rollout.RolloutStatus.Phase;
import dev.slipway.starter.server.RunningActivity;
import dev.slipway.starter.world.FakeServer;
import dev.slipway.starter.world.Records;
import dev.slipway.starter.world.Terminal;
import dev.slipway.temporal.WorkflowIds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReleaseExplanationTest {

  private static final Instant SINCE = Records.NOW.minusSeconds(30);
  private static final DataFlow NO_TRAFFIC = DataFlow.NONE_YET.counted(0, 0, 50, SINCE);

  private final FakeServer server = new FakeServer();
  private final Terminal terminal = new Terminal(server);

  @Test
  void saysWhatIsWaitedForUntilWhenAndHowToEndIt() {
    server.status(RELEASE, Records.awaitingApproval());

    assertThat(terminal.type("release explain " + KEY).out())
        .isEqualTo(
            """
            shop/1f2e3d4c5b6a-1 is awaiting approval in production
              waits for   1 approval(s) for production
              since       14:03:33 (1m 56s ago)
              until       9 Mar 14:03 (in 6d 23h), then the release expires
              ended by    ada, grace
              with        slipway release approve shop/1f2e3d4c5b6a-1
                          slipway release reject shop/1f2e3d4c5b6a-1 --reason …
            """);
  }

  @Test
  void namesWhatTheReleaseLeftOverForAPersonToDelete() {
    server
        .status(RELEASE, Records.ended(Outcome.PROMOTED, "no regression"))
        .status(
            "environment/production/shop",
            Records.environment(
                Records.leftovers(List.of("ConfigMap/a"), List.of()),
                Optional.of(
                    new Waiting(
                        "a person confirms that an object that left Git may be deleted",
                        Records.at(60),
                        Optional.empty(),
                        "all of them stay",
                        List.of("an operator"),
                        List.of("slipway environment prune production shop"))),
                List.of()));

    assertThat(terminal.type("release explain " + KEY).lines())
        .contains(
            "  waits for   a person confirms that an object that left Git may be deleted",
            "  with        slipway environment prune production shop");
  }

  @Test
  void speaksOfTheRolloutThatTheReleaseWaitsFor() {
    server.status(RELEASE, Records.rollingOut()).status(ROLLOUT, Records.rollout(KEY, 50, 3.1));

    assertThat(terminal.type("release explain " + KEY).out())
        .isEqualTo(
            """
            shop/1f2e3d4c5b6a-1 is rolling out in production
              runs        production: rollout for 1m 56s
              runs        canary 50 % for 53s
              waits for   proof that the canary, at 50 %, is not worse than its tolerance
              since       14:04:36 (53s ago)
              until       14:14:36 (in 9m 06s), then inconclusive: hold
              ended by    the analysis, an operator
              with        slipway release promote production/shop
              evidence    ██████░░░░░░░░░░░░░░░░░░  3.10 of 100  inconclusive
              errors      0.20% of 1 204 canary, 0.18% of 10 833 stable · evidence 3.10
                          nothing speaks for a regression yet
                          errors: alone it rolls back at 200; 0.02 points worse, at most 0.31
            """);
  }

  @Test
  void saysThatNothingComesToCompareAndWhenThatEndsTheStep() {
    server
        .status(RELEASE, Records.rollingOut())
        .status(ROLLOUT, Records.rollout(KEY, 50, 1))
        .runs(ROLLOUT, Records.canaryStep(NO_TRAFFIC));

    assertThat(terminal.type("release explain " + KEY).lines())
        .containsSubsequence(
            "  waits for   data to compare: there is no traffic",
            "  since       14:05:00 (30s ago)",
            "  until       14:07:00 (in 1m 30s), then it rolls back: missing data is never a pass",
            "  ended by    the first data, an operator",
            "  with        slipway release promote production/shop");
  }

  @Test
  void saysNothingOfAPauseBetweenTwoRequests() {
    DataFlow pause = DataFlow.NONE_YET.counted(0, 0, 50, Records.NOW.minusSeconds(9));
    server
        .status(RELEASE, Records.rollingOut())
        .status(ROLLOUT, Records.rollout(KEY, 50, 1))
        .runs(ROLLOUT, Records.canaryStep(pause));

    assertThat(terminal.type("release explain " + KEY).out())
        .contains("waits for   proof that the canary");
  }

  @ParameterizedTest
  @EnumSource(names = {"PAUSED", "AWAITING_DECISION"})
  void letsAPersonWhoWasAskedTakeTheTimeWithoutTraffic(Phase phase) {
    server
        .status(RELEASE, Records.rollingOut())
        .status(ROLLOUT, Records.in(phase, Records.rollout(KEY, 50, 1)))
        .runs(ROLLOUT, Records.canaryStep(NO_TRAFFIC));
    assertThat(terminal.type("release explain " + KEY).out()).doesNotContain("data to compare");

    DataFlow unreadable = DataFlow.NONE_YET.unreadable("Prometheus is away", SINCE);
    server.runs(ROLLOUT, Records.canaryStep(unreadable));
    assertThat(terminal.type("release explain " + KEY).out())
        .contains("waits for   data to compare: Prometheus is away");
  }

  @Test
  void saysWhatToDoAfterARollback() {
    server.status(RELEASE, Records.ended(Outcome.ROLLED_BACK, "3 % of answers failed"));

    assertThat(terminal.type("release explain " + KEY).out())
        .contains("rolled back in production: 3 % of answers failed")
        .contains("slipway release start shop --override-quarantine REASON");
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "ROLLED_BACK", "ABORTED"})
  void saysHowToGoBackAllTheSameWhereARollbackDidNotGetThrough(Outcome outcome) {
    server.status(RELEASE, Records.endedRollback(outcome, "its artifact is quarantined here"));

    assertThat(terminal.type("release explain " + KEY).lines())
        .contains(
            "  go on with  slipway environment history production shop",
            "              slipway rollback shop production --to REVISION",
            "              slipway rollback shop production --to REVISION --override-quarantine REASON")
        .noneMatch(line -> line.contains("release start"));
  }

  @Test
  void namesWhatIsFoughtOverInItsEnvironment() {
    server
        .status(RELEASE, Records.ended(Outcome.PROMOTED, "no regression"))
        .status(
            WorkflowIds.environment(Records.PRODUCTION),
            Records.fought(
                Records.report(List.of(), List.of(), Health.MISSING, "", List.of()),
                new Waiting(
                    "Deployment/shop is deleted again and again",
                    Records.at(0),
                    Optional.of(Records.at(600)),
                    "it is made once more",
                    List.of("an operator"),
                    List.of("slipway environment sync production shop"))));

    assertThat(terminal.type("release explain " + KEY).out())
        .contains(
            "Deployment/shop is deleted again and again",
            "slipway environment sync production shop");
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
