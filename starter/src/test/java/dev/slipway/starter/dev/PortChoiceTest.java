package dev.slipway.starter.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PortChoiceTest {

  private ServerSocket taken;

  @BeforeEach
  void takeAPort() throws IOException {
    taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void free() throws IOException {
    taken.close();
  }

  @Test
  void movesOnToTheNextFreePortWhenNobodyAskedForOne() {
    int chosen =
        new PortChoice(Optional.empty())
            .of(
                false,
                DevMarker::gateway,
                OptionalInt.empty(),
                taken.getLocalPort(),
                "--gateway-port");

    assertThat(chosen).isGreaterThan(taken.getLocalPort());
    assertThat(Ports.isFree(chosen)).isTrue();
  }

  @Test
  void saysSoWhenAnAskedPortIsTaken() {
    assertThatThrownBy(
            () ->
                new PortChoice(Optional.empty())
                    .of(
                        false,
                        DevMarker::gateway,
                        OptionalInt.of(taken.getLocalPort()),
                        7280,
                        "--gateway-port"))
        .isInstanceOf(DevException.class)
        .hasMessageContainingAll(
            "Port " + taken.getLocalPort() + " is taken", "--gateway-port", "leave the option out");
  }

  @Test
  void keepsThePortOfWhatRuns() {
    assertThat(
            new PortChoice(before(taken.getLocalPort()))
                .of(true, DevMarker::gateway, OptionalInt.empty(), 7280, "--gateway-port"))
        .isEqualTo(taken.getLocalPort());
  }

  @Test
  void doesNotMoveWhatRuns() {
    assertThatThrownBy(
            () ->
                new PortChoice(before(taken.getLocalPort()))
                    .of(true, DevMarker::gateway, OptionalInt.of(1234), 7280, "--gateway-port"))
        .isInstanceOf(DevException.class)
        .hasMessageContainingAll("runs on port", "slipway dev stop");
  }

  @Test
  void prefersThePortOfTheLastTime() throws IOException {
    int last = taken.getLocalPort();
    taken.close();

    assertThat(
            new PortChoice(before(last))
                .of(false, DevMarker::temporalAddress, OptionalInt.empty(), 7233, "--port"))
        .isEqualTo(last);
  }

  @Test
  void givesEachPortOnlyOnce() throws IOException {
    int usual = taken.getLocalPort();
    taken.close();
    PortChoice choice = new PortChoice(Optional.empty());

    int first = choice.of(false, DevMarker::gateway, OptionalInt.empty(), usual, "--gateway-port");
    int second =
        choice.of(false, DevMarker::workerUrl, OptionalInt.empty(), usual, "--worker-port");

    assertThat(second).isNotEqualTo(first);
  }

  private static Optional<DevMarker> before(int port) {
    return Optional.of(
        new DevMarker(
            "127.0.0.1:" + port,
            "default",
            "",
            "http://127.0.0.1:" + port,
            "http://127.0.0.1:" + port,
            "/state/cluster",
            "/state"));
  }
}
