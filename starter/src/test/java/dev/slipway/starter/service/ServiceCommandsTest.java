package dev.slipway.starter.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.service.ServiceStatus;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.server.Execution.State;
import dev.slipway.starter.world.FakeServer;
import dev.slipway.starter.world.Records;
import dev.slipway.starter.world.Terminal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceCommandsTest {

  private static final ServiceStatus SHOP =
      new ServiceStatus(
          "shop",
          "payments",
          "1f2e3d4c5b6a" + "0".repeat(28),
          List.of("shop/1f2e3d4c5b6a-1"),
          "2".repeat(40),
          7,
          List.of("shop/0a0b0c0d0e0f-1"));

  private final FakeServer server = new FakeServer().status("service/shop", SHOP);
  private final Terminal terminal = new Terminal(server);

  @Test
  void showsWhatAServiceReleasesNow() {
    assertThat(terminal.type("service status shop").out())
        .isEqualTo(
            """
            shop  team payments
              released      1f2e3d4c5b6a
              pending       222222222222 waits for a free build
              under way     shop/1f2e3d4c5b6a-1
              ended         shop/0a0b0c0d0e0f-1
            """);
  }

  @Test
  void listsServicesOfATeam() {
    server
        .execution("service/shop", State.RUNNING, Records.at(0), "")
        .execution("service/cart", State.RUNNING, Records.at(0), "")
        .status(
            "service/cart", new ServiceStatus("cart", "stock", "", List.of(), "", 0, List.of()));

    assertThat(terminal.type("service list --team payments").lines())
        .containsExactly(
            "SERVICE  TEAM      RELEASED      PENDING       UNDER WAY",
            "shop     payments  1f2e3d4c5b6a  222222222222  shop/1f2e3d4c5b6a-1");
  }

  @Test
  void saysHowToMakeAServiceKnown() {
    Terminal.Said said = terminal.type("service status cart");

    assertThat(said.code()).isEqualTo(ExitCode.NOT_FOUND.code());
    assertThat(said.err()).contains("start a release with slipway release start cart");
  }

  @Test
  void refusesWhatIsNoName() {
    assertThat(terminal.type("service status a/b").code()).isEqualTo(ExitCode.USAGE.code());
  }
}
