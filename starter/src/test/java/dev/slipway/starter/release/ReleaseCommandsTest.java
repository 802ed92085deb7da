package dev.slipway.starter.release;

import static dev.slipway.starter.world.Records.KEY;
import static dev.slipway.starter.world.Records.RELEASE;
import static dev.slipway.starter.world.Records.ROLLOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.release.Decision;
import dev.slipway.release.ReleaseInput.RollbackTarget;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.service.ReleaseRequest;
import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.server.Execution.State;
import dev.slipway.starter.server.Order;
import dev.slipway.starter.world.FakeServer;
import dev.slipway.starter.world.Records;
import dev.slipway.starter.world.Terminal;
import dev.slipway.starter.world.Terminal.Said;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseCommandsTest {

  private final FakeServer server = new FakeServer();
  private final Terminal terminal = new Terminal(server);

  @Test
  void startsAReleaseInTheNameOfThePerson() {
    Said said = terminal.type("release start shop main --by grace");

    assertThat(said.code()).isZero();
    assertThat(said.out())
        .startsWith("shop/aaaaaaaaaaaa-1 started; follow it with slipway release watch");
    assertThat(server.requests())
        .containsExactly(new ReleaseRequest("main", "grace", Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"release start shop", "rollback shop production"})
  void recordsWhoOverridesAQuarantineAndWhy(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of("--override-quarantine", "the cause was the database"));

    terminal.run(words.toArray(String[]::new));

    assertThat(server.requests().getFirst().overrideQuarantine())
        .contains("ada: the cause was the database");
  }

  @Test
  void refusesAnOverrideWithoutAReason() {
    Said said = terminal.run("release", "start", "shop", "--override-quarantine", " ");

    assertThat(said.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void asksForARollbackToARevision() {
    terminal.type("rollback shop production --to sha256:ab");

    assertThat(server.requests().getFirst().rollback())
        .contains(new RollbackTarget("production", Optional.of("sha256:ab")));
  }

  @Test
  void watchesWhatItStartedToItsOutcome() {
    server.status("release/shop/aaaaaaaaaaaa-1", Records.ended(Outcome.ROLLED_BACK, "3 % failed"));

    Said said = terminal.type("release start shop --watch");

    assertThat(said.code()).isEqualTo(ExitCode.ROLLED_BACK.code());
  }

  @Test
  void bindsAnApprovalToTheChangeThatItRead() {
    server.status(RELEASE, Records.awaitingApproval()).answer(RELEASE, "approve", "approved");

    Said said = terminal.run("release", "approve", KEY, "--reason", "looks good");

    assertThat(said.out()).isEqualTo(KEY + ": approved\n");
    assertThat(arguments())
        .containsExactly(new Decision("ada", "looks good", "sha256:" + "ef".repeat(32)));
  }

  @Test
  void decidesOnNothingButTheChangeThatWasLookedAt() {
    server.status(RELEASE, Records.awaitingApproval());

    Said said = terminal.type("release approve " + KEY + " --change sha256:00");

    assertThat(said.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(server.orders()).isEmpty();
  }

  @Test
  void showsWhyAnOrderWasRefused() {
    server
        .status(RELEASE, Records.awaitingApproval())
        .answer(
            RELEASE,
            "reject",
            new CliException(ExitCode.REFUSED, "Say why it is rejected: --reason \"…\"."));

    Said said = terminal.type("release reject " + KEY);

    assertThat(said.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(said.err()).isEqualTo("slipway: Say why it is rejected: --reason \"…\".\n");
    assertThat(said.out()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"PAUSE", "RESUME", "PROMOTE"})
  void givesTheVerbsOfARolloutToTheOneThatRunsForTheRelease(OrderCommand.Verb verb) {
    server
        .status(RELEASE, Records.rollingOut())
        .status(ROLLOUT, Records.rollout(KEY, 50, 1))
        .answer(ROLLOUT, verb.verb(), "done");

    Said said = terminal.type("release " + verb.verb() + " " + KEY + " --reason lunch");

    assertThat(said.out()).isEqualTo("production/shop: done\n");
    assertThat(arguments()).containsExactly(new OperatorOrder("ada", "lunch"));
  }

  @Test
  void neverPausesTheRolloutOfSomethingElse() {
    server.status(RELEASE, Records.rollingOut()).status(ROLLOUT, Records.rollout("grace", 50, 1));

    Said said = terminal.type("release pause " + KEY);

    assertThat(said.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(said.err()).contains("waiting for its rollout to begin");
    assertThat(server.orders()).isEmpty();
  }

  @Test
  void saysThatThereIsNothingToPauseBeforeTheRollout() {
    server.status(RELEASE, Records.awaitingApproval());

    Said said = terminal.type("release pause " + KEY);

    assertThat(said.err())
        .isEqualTo(
            "slipway: There is nothing to pause, as "
                + KEY
                + " is awaiting approval: see slipway release explain "
                + KEY
                + ".\n");
  }

  @Test
  void steersTheRolloutOfAPersonsOwnCommitByItsPlace() {
    server.runs(ROLLOUT).answer(ROLLOUT, "abort", "traffic goes back to stable");

    Said said = terminal.type("release abort production/shop");

    assertThat(said.out()).isEqualTo("production/shop: traffic goes back to stable\n");
  }

  @Test
  void saysThatNothingRollsOutInAPlace() {
    Said said = terminal.type("release pause staging/shop");

    assertThat(said.code()).isEqualTo(ExitCode.NOT_FOUND.code());
    assertThat(said.err()).startsWith("slipway: Nothing rolls out in staging/shop now");
  }

  @ParameterizedTest
  @EnumSource(names = {"ABORT", "RETRY"})
  void givesTheVerbsOfAReleaseToTheRelease(OrderCommand.Verb verb) {
    server.answer(RELEASE, verb.verb(), "it does");

    Said said = terminal.type("release " + verb.verb() + " " + KEY);

    assertThat(said.out()).isEqualTo(KEY + ": it does\n");
  }

  @Test
  void asksForANameWhereNothingTellsIt() {
    Said said = terminal.without("SLIPWAY_USER").type("release abort " + KEY);

    assertThat(said.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(said.err()).isEqualTo("slipway: Say who you are: --by NAME, or set SLIPWAY_USER.\n");
  }

  @Test
  void takesTheNameFromGit() {
    server.answer(RELEASE, "abort", "it ends");

    terminal
        .without("SLIPWAY_USER")
        .programs(
            (directory, command) ->
                command.equals(List.of("git", "config", "user.name"))
                    ? Optional.of("Grace Hopper")
                    : Optional.empty())
        .type("release abort " + KEY);

    assertThat(arguments()).containsExactly(new OperatorOrder("Grace Hopper", ""));
  }

  @Test
  void saysWhereToLookForAReleaseThatIsNotThere() {
    Said said = terminal.type("release status " + KEY);

    assertThat(said.code()).isEqualTo(ExitCode.NOT_FOUND.code());
    assertThat(said.err())
        .isEqualTo(
            "slipway: There is no release " + KEY + ": see slipway release list --service shop.\n");
  }

  @Test
  void endsStatusWithTheOutcomeWhenAskedTo() {
    server.status(RELEASE, Records.ended(Outcome.REJECTED, "rejected by grace: not now"));

    assertThat(terminal.type("release status " + KEY).code()).isZero();
    assertThat(terminal.type("release status --exit-code " + KEY).code())
        .isEqualTo(ExitCode.REJECTED.code());
  }

  @Test
  void showsTheChangeThatADecisionIsAbout() {
    server.status(RELEASE, Records.awaitingApproval());

    assertThat(terminal.type("release status --diff " + KEY).lines())
        .endsWith("-image: shop@sha256:old", "+image: shop@sha256:new");
  }

  @Test
  void answersProgramsWithTheContractsRecords() throws IOException {
    server.status(RELEASE, Records.rollingOut()).status(ROLLOUT, Records.rollout(KEY, 50, 3.1));

    JsonNode json =
        new ObjectMapper().readTree(terminal.type("release status -o json " + KEY).out());

    assertThat(json.at("/release/phase").textValue()).isEqualTo("ROLLING_OUT");
    assertThat(json.at("/release/startedAt").textValue()).isEqualTo("2026-03-02T14:03:12Z");
    assertThat(json.at("/rollouts/0/weight").doubleValue()).isEqualTo(50.0);
    assertThat(json.at("/lost").booleanValue()).isFalse();
  }

  @Test
  void listsReleasesNewestFirstWithTheirOutcome() {
    server
        .execution(RELEASE, State.COMPLETED, Records.at(0), "ended")
        .execution(
            "release/cart/aaaabbbbcccc-2", State.RUNNING, Records.at(60), "awaiting_approval")
        .execution("release/cart/aaaabbbbcccc-1", State.BROKEN, Records.at(-60), "testing")
        .result(
            RELEASE,
            new ReleaseResult(
                Outcome.ROLLED_BACK, "production", "3 % of answers failed", Records.NOW));

    assertThat(terminal.type("release list").lines())
        .containsExactly(
            "RELEASE              STATE              ENVIRONMENT  TEAM      AGE  TOOK    WHY",
            "cart/aaaabbbbcccc-2  awaiting approval  production   payments  1m   1m 18s",
            "shop/1f2e3d4c5b6a-1  rolled back        production   payments  2m   1m 40s  3 % of answers failed",
            "cart/aaaabbbbcccc-1  lost               production   payments  3m   1m 40s");
  }

  @Test
  void filtersListsOnTheServer() {
    terminal.type(
        "release list --service shop --team payments --environment production --phase awaiting-approval");

    assertThat(server.selection().orElseThrow().query())
        .isEqualTo(
            "WorkflowType = 'Release' AND WorkflowId STARTS_WITH 'release/shop/'"
                + " AND SlipwayEnvironment = 'production' AND SlipwayTeam = 'payments'"
                + " AND SlipwayPhase = 'awaiting_approval'");
  }

  private List<Object> arguments() {
    return server.orders().stream().map(Order::arguments).flatMap(List::stream).toList();
  }
}
