package dev.slipway.starter.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.Health;
import dev.slipway.environment.EnvironmentState;
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
import org.junit.jupiter.api.Test;

class EnvironmentCommandsTest {

  private static final String ID = "environment/production/shop";

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
