package dev.slipway.starter.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.server.Execution.State;
import dev.slipway.starter.world.FakeServer;
import dev.slipway.starter.world.Records;
import org.junit.jupiter.api.Test;

class ReleaseFinderTest {

  private final FakeServer server =
      new FakeServer()
          .execution("release/shop/1f2e3d4c5b6a-1", State.COMPLETED, Records.at(0), "ended")
          .execution("release/shop/1f2eaaaaaaaa-1", State.RUNNING, Records.at(60), "building")
          .execution("release/shop/bbbb00000000-1", State.COMPLETED, Records.at(30), "ended");
  private final ReleaseFinder finder = new ReleaseFinder(server);

  @Test
  void takesAWholeKeyWithoutAsking() {
    assertThat(finder.find("other/0123456789ab-2")).hasToString("other/0123456789ab-2");
    assertThat(server.selection()).isEmpty();
  }

  @Test
  void takesTheNewestOfAService() {
    assertThat(finder.find("shop")).hasToString("shop/1f2eaaaaaaaa-1");
  }

  @Test
  void takesABeginningThatFitsOneOnly() {
    assertThat(finder.find("shop/bb")).hasToString("shop/bbbb00000000-1");
  }

  @Test
  void takesTheIdThatTheWebUiShows() {
    assertThat(finder.find("release/shop/1f2e3d4c5b6a-1")).hasToString("shop/1f2e3d4c5b6a-1");
  }

  @Test
  void takesACommit() {
    assertThat(finder.find("1f2e3d")).hasToString("shop/1f2e3d4c5b6a-1");
  }

  @Test
  void namesTheCandidatesWhereSeveralFit() {
    assertThatThrownBy(() -> finder.find("shop/1f2e"))
        .isInstanceOfSatisfying(
            CliException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.NOT_FOUND))
        .hasMessage(
            "'shop/1f2e' fits 2 releases, name one of them: shop/1f2eaaaaaaaa-1, shop/1f2e3d4c5b6a-1.");
  }

  @Test
  void saysWhereToLookForAServiceThatHasNone() {
    assertThatThrownBy(() -> finder.find("cart"))
        .hasMessage("There is no release of a service 'cart': see slipway service list.");
  }

  @Test
  void refusesTextThatCouldLeaveItsQuotes() {
    assertThatThrownBy(() -> finder.find("shop' OR '1'='1"))
        .isInstanceOfSatisfying(
            CliException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.USAGE));
  }
}
