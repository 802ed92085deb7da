package dev.slipway.starter.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.Health;
import dev.slipway.cluster.SyncReport;
import dev.slipway.cluster.SyncTotals;
import dev.slipway.environment.EnvironmentState;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.environment.PruneOrder;
import dev.slipway.environment.PruneRecord;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.server.Execution.State;
import dev.slipway.starter.server.Order;
import dev.slipway.starter.world.FakeServer;
import dev.slipway.starter.world.Records;
import dev.slipway.starter.world.Terminal;
import dev.slipway.starter.world.Terminal.Said;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentCommandsTest {

  private static final String ID = "environment/production/shop";

  private static final SyncReport LEFT_GIT =
      Records.leftovers(
          List.of("ConfigMap/a", "ConfigMap/b"), List.of("PersistentVolumeClaim/data"));
  private static final EnvironmentStatus PRUNED = Records.environment(List.of(), List.of());

  private final FakeServer server = new FakeServer();
  private final Terminal terminal = new Terminal(server);

  @Test
  void showsAnEnvironmentOnOneScreen() {
    server.status(ID, Records.environment(List.of(), List.of()));

    assertThat(terminal.type("environment status production shop").out())
        .isEqualTo(
            """
            production/shop  healthy
              stable      sha256:abababababab by shop/0a0b0c0d0e0f-1 since 13:03:12 (1h 02m ago)
              branch at   333333333333
              slot        shop/1f2e3d4c5b6a-1; waiting: shop/999999999999-1
              synced      14:04:12 (1m 18s ago), healthy
              quarantined sha256:030303030303 since 12:03:12: 3 % of answers failed

            WHEN      OUTCOME   REVISION             BROUGHT BY           WHY
            13:03:12  promoted  sha256:abababababab  shop/0a0b0c0d0e0f-1  no regression in 2 000 requests
            """);
  }

  @Test
  void takesBothNamesAsOneWord() {
    server.status(ID, Records.environment(List.of(), List.of()));

    assertThat(terminal.type("env status production/shop").code()).isZero();
  }

  @Test
  void asksForTheServiceWhereItIsMissing() {
    Said said = terminal.type("environment status production");

    assertThat(said.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(said.err())
        .isEqualTo(
            "slipway: Name the service, too: ENVIRONMENT SERVICE, such as production shop.\n");
  }

  @Test
  void endsWithZeroWhereLiveIsWhatTheBranchSays() {
    server.answer(ID, "diff", Records.environment(List.of(), List.of()));

    Said said = terminal.type("environment diff production shop");

    assertThat(said.code()).isZero();
    assertThat(said.out()).isEqualTo("✔ production/shop is what the production branch says\n");
  }

  @Test
  void endsWithOneAndTheDifferencesWhereItIsNot() {
    server.answer(
        ID,
        "diff",
        Records.environment(
            List.of("Deployment/shop: spec.replicas: 3 instead of 2"), List.of("Service/cart")));

    Said said = terminal.type("environment diff production shop");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.lines())
        .containsExactly("+ Service/cart", "~ Deployment/shop: spec.replicas: 3 instead of 2");
  }

  @Test
  void endsWithOneWhereGitIsAheadOfWhatIsLive() {
    server.answer(
        ID,
        "diff",
        Records.environment(
            Records.report(
                List.of(),
                List.of(),
                Health.HEALTHY,
                "",
                List.of("Deployment/shop: spec.replicas: 2 instead of 3"))));

    Said said = terminal.type("environment diff production shop");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.lines()).containsExactly("~ Deployment/shop: spec.replicas: 2 instead of 3");
  }

  @Test
  void endsWithTwoWhereThePathCannotBeSynced() {
    server.answer(
        ID,
        "diff",
        Records.environment(
            Records.report(
                List.of(),
                List.of(),
                Health.DEGRADED,
                "MISCONFIGURED, nothing was applied: Role/x is of a kind that nobody may have",
                List.of())));

    Said said = terminal.type("environment diff production shop");

    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("Role/x is of a kind");
  }

  @Test
  void endsWithTwoWhereItCannotBeTold() {
    assertThat(terminal.type("environment diff production shop").code()).isEqualTo(2);

    server.answer(ID, "diff", new CliException(ExitCode.UNREACHABLE, "No worker answers."));
    assertThat(terminal.type("environment diff production shop").code()).isEqualTo(2);
  }

  @Test
  void syncsInTheNameOfThePerson() {
    server.answer(ID, "sync", Records.environment(List.of(), List.of()));

    Said said = terminal.type("environment sync production shop --reason drift");

    assertThat(said.code()).isZero();
    assertThat(server.orders().stream().map(Order::arguments))
        .containsExactly(List.of(new OperatorOrder("ada", "drift")));
  }

  @Test
  void asksBeforeItDeletesExactlyWhatItHasShown() {
    server.answer(ID, "diff", Records.environment(LEFT_GIT)).answer(ID, "prune", PRUNED);

    Said said =
        terminal.watched().input("Yes\n").type("environment prune production shop --reason moved");

    assertThat(said.code()).isZero();
    assertThat(said.lines())
        .containsExactly(
            "- ConfigMap/a",
            "- ConfigMap/b",
            "  PersistentVolumeClaim/data stays: no sync deletes it, only a person with kubectl",
            "✔ 2 objects deleted from production/shop");
    assertThat(said.err())
        .contains("Delete 2 objects from production/shop? Type yes, or anything else for no:");
    assertThat(server.orders().getLast().arguments())
        .containsExactly(
            new PruneOrder(
                new OperatorOrder("ada", "moved"),
                LEFT_GIT.state().commit(),
                LEFT_GIT.state().revision(),
                List.of("ConfigMap/a", "ConfigMap/b")));
  }

  @Test
  void showsTheFirstOfTooManyToBeShownConfirmsThoseAndSaysHowTheRestGoesOn() {
    SyncReport many = Records.ofMany(LEFT_GIT, new SyncTotals(0, 0, 942, 3, true));
    server.answer(ID, "diff", Records.environment(many)).answer(ID, "prune", PRUNED);

    Said said = terminal.type("environment prune production shop --yes");

    assertThat(said.lines())
        .containsExactly(
            "- ConfigMap/a",
            "- ConfigMap/b",
            "  and 940 more stay, and are shown when these are deleted",
            "  PersistentVolumeClaim/data stays: no sync deletes it, only a person with kubectl",
            "  and 2 more that no sync deletes",
            "✔ 2 objects deleted from production/shop");
    assertThat(said.err())
        .contains(
            "940 objects more wait to be looked at: slipway environment prune production shop");
    PruneOrder order = (PruneOrder) server.orders().getLast().arguments().getFirst();
    assertThat(order.objects()).containsExactly("ConfigMap/a", "ConfigMap/b");
    assertThat(order.unshown()).isEqualTo(940);
  }

  @Test
  void countsInADiffWhatItDoesNotName() {
    SyncReport many = Records.ofMany(LEFT_GIT, new SyncTotals(7, 0, 942, 3, true));
    server.answer(ID, "diff", Records.environment(many));

    assertThat(terminal.type("environment diff production shop").lines())
        .contains(
            "+ and 7 more",
            "- and 940 more (beyond the prune budget: waits for slipway environment prune)",
            "- and 2 more (never deleted by a sync: waits for a person with kubectl)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no\n", "y\n", "\n", ""})
  void deletesNothingWhereThePersonDoesNotSayYes(String answer) {
    server.answer(ID, "diff", Records.environment(LEFT_GIT)).answer(ID, "prune", PRUNED);

    Said said = terminal.watched().input(answer).type("environment prune production shop");

    assertThat(said.code()).isEqualTo(ExitCode.NO.code());
    assertThat(said.err()).contains("Nothing was deleted.");
    assertThat(server.orders()).hasSize(1);
  }

  @Test
  void deletesWithoutATerminalOnlyWhereItIsToldYes() {
    server.answer(ID, "diff", Records.environment(LEFT_GIT)).answer(ID, "prune", PRUNED);

    Said asked = terminal.input("yes\n").type("environment prune production shop");
    Said told = terminal.type("environment prune production shop --yes -o json");

    assertThat(asked.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(asked.err())
        .contains("confirm them with slipway environment prune production shop --yes.");
    assertThat(told.code()).isZero();
    assertThat(told.out()).startsWith("{").contains("\"key\"");
  }

  @Test
  void saysThatNothingWaitsToBeDeleted() {
    server.answer(ID, "diff", Records.environment(List.of(), List.of()));

    Said said = terminal.type("environment prune production shop");

    assertThat(said.code()).isZero();
    assertThat(said.err()).contains("Nothing waits in production/shop to be deleted");
  }

  @Test
  void saysWhyNothingWasDeleted() {
    server
        .answer(ID, "diff", Records.environment(LEFT_GIT))
        .answer(ID, "prune", new CliException(ExitCode.REFUSED, "The branch has moved on."));

    Said said = terminal.type("environment prune production shop --yes");

    assertThat(said.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(said.err()).contains("The branch has moved on.");
  }

  @Test
  void showsWhatWaitsToBeDeletedAndWhatWas() {
    server.status(ID, waitingToBePruned());

    assertThat(terminal.type("environment status production shop").lines())
        .contains(
            "  not deleted PersistentVolumeClaim/data left Git: no sync ever deletes it",
            "  waits for   a person confirms that 2 objects that left Git may be deleted",
            "  until       somebody acts; till then all of them stay",
            "  with        slipway environment prune production shop",
            "  pruned      14:04:12 by ada: moved (ConfigMap/old)");
  }

  @Test
  void syncBeginsAnewWhereSomebodyTerminatedTheEnvironment() {
    server.runs("service/shop").answer(ID, "sync", Records.environment(List.of(), List.of()));

    assertThat(terminal.type("environment sync production shop").code()).isZero();
    assertThat(server.orders().getFirst().beginning())
        .contains(new Order.Beginning("Environment", EnvironmentState.fresh(Records.PRODUCTION)));
  }

  @Test
  void adoptsWhatIsLiveWhereNothingIsKnownYet() {
    server.runs("service/shop").answer(ID, "adopt", Records.environment(List.of(), List.of()));

    assertThat(terminal.type("environment adopt production shop").out())
        .startsWith("production/shop  healthy");
    assertThat(server.orders().getFirst().beginning())
        .contains(new Order.Beginning("Environment", EnvironmentState.fresh(Records.PRODUCTION)));
  }

  @Test
  void adoptsNothingForAServiceThatThereIsNot() {
    Said said = terminal.type("environment adopt production shpo");

    assertThat(said.code()).isEqualTo(ExitCode.NOT_FOUND.code());
    assertThat(said.err())
        .contains("There is no service 'shpo': write its name as in platform.yaml");
    assertThat(server.orders()).isEmpty();
  }

  private static EnvironmentStatus waitingToBePruned() {
    return Records.environment(
        LEFT_GIT,
        Optional.of(
            new Waiting(
                "a person confirms that 2 objects that left Git may be deleted",
                Records.at(60),
                Optional.empty(),
                "all of them stay",
                List.of("an operator"),
                List.of("slipway environment prune production shop"))),
        List.of(
            new PruneRecord(
                Records.at(60), "ada", "moved", "c1", List.of("ConfigMap/old"), Optional.empty())));
  }

  @Test
  void listsWhatBecameOfRevisions() {
    server.status(ID, Records.environment(List.of(), List.of()));

    assertThat(terminal.type("environment history production shop").lines())
        .containsExactly(
            "WHEN      OUTCOME   REVISION             BROUGHT BY           WHY",
            "13:03:12  promoted  sha256:abababababab  shop/0a0b0c0d0e0f-1  no regression in 2 000 requests");
  }

  @Test
  void listsWhatIsLiveWhere() {
    server
        .execution(ID, State.RUNNING, Records.at(0), "")
        .execution("environment/staging/cart", State.RUNNING, Records.at(0), "")
        .status(ID, Records.environment(List.of(), List.of()));

    assertThat(terminal.type("environment list --service shop").lines())
        .containsExactly(
            "ENVIRONMENT  SERVICE  STATE    STABLE               BROUGHT BY           SLOT                 SYNCED",
            "production   shop     healthy  sha256:abababababab  shop/0a0b0c0d0e0f-1  shop/1f2e3d4c5b6a-1  1m ago");
  }
}
