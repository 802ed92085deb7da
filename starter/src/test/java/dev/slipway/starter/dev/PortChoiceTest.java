package dev.slipway.starter.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortChoiceTest {

  @TempDir Path directory;
  private PortLeases leases;
  private ServerSocket taken;

  @BeforeEach
  void takeAPort() throws IOException {
    leases = PortLeases.in(directory);
    taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void free() throws IOException {
    leases.close();
    taken.close();
  }

  @Test
  void movesOnToTheNextFreePortWhenNobodyAskedForOne() {
    int chosen =
        choice(Optional.empty())
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
                choice(Optional.empty())
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
            choice(before(taken.getLocalPort()))
                .of(true, DevMarker::gateway, OptionalInt.empty(), 7280, "--gateway-port"))
        .isEqualTo(taken.getLocalPort());
  }

  @Test
  void doesNotMoveWhatRuns() {
    assertThatThrownBy(
            () ->
                choice(before(taken.getLocalPort()))
                    .of(true, DevMarker::gateway, OptionalInt.of(1234), 7280, "--gateway-port"))
        .isInstanceOf(DevException.class)
        .hasMessageContainingAll("runs on port", "slipway dev stop");
  }

  @Test
  void prefersThePortOfTheLastTime() throws IOException {
    int last = taken.getLocalPort();
    taken.close();

    assertThat(
            choice(before(last))
                .of(false, DevMarker::temporalAddress, OptionalInt.empty(), 7233, "--port"))
        .isEqualTo(last);
  }

  @Test
  void givesEachPortOnlyOnce() throws IOException {
    int usual = taken.getLocalPort();
    taken.close();
    PortChoice choice = choice(Optional.empty());

    int first = choice.of(false, DevMarker::gateway, OptionalInt.empty(), usual, "--gateway-port");
    int second =
        choice.of(false, DevMarker::workerUrl, OptionalInt.empty(), usual, "--worker-port");

    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void leavesAPortToTheStackThatIsAboutToListenOnIt() throws IOException {
    int usual = taken.getLocalPort();
    taken.close();

    int theirs;
    try (PortLeases others = PortLeases.in(directory)) {
      theirs =
          new PortChoice(Optional.empty(), others)
              .of(false, DevMarker::gateway, OptionalInt.empty(), usual, "--gateway-port");
      assertThat(gateway(usual)).isNotEqualTo(theirs);
    }

    assertThat(gateway(theirs)).isEqualTo(theirs);
  }

  private int gateway(int usual) {
    return choice(Optional.empty())
        .of(false, DevMarker::gateway, OptionalInt.empty(), usual, "--gateway-port");
  }

  private PortChoice choice(Optional<DevMarker> before) {
    return new PortChoice(before, leases);
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
