package dev.slipway.starter.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.world.FakeServer;
import dev.slipway.starter.world.Terminal;
import dev.slipway.starter.world.Terminal.Said;
import dev.slipway.temporal.SlipwaySearchAttributes;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

  @TempDir private Path state = Path.of("");

  private final Set<String> attributes =
      new HashSet<>(
          SlipwaySearchAttributes.all().stream()
              .map(key -> key.getName())
              .collect(Collectors.toSet()));
  private final Set<String> polled =
      new HashSet<>(Set.of("slipway", "slipway-builds", "slipway-cluster-local"));
  private Terminal terminal = new Terminal(new FakeServer());

  @BeforeEach
  void healthyMachine() {
    terminal =
        new Terminal(new FakeServer())
            .variable("SLIPWAY_STATE", state.toString())
            .programs((directory, command) -> Optional.of("git version 2.39.5"))
            .inspection(Server::new);
  }

  @Test
  void isContentWhereNothingIsMissing() {
    Said said = terminal.type("doctor");

    assertThat(said.out())
        .contains("✔ git               2.39.5")
        .contains("✔ Temporal          1.29.1 at 127.0.0.1:7233")
        .contains("✔ workflow worker   polls slipway")
        .doesNotContain("✖");
    assertThat(said.code()).isZero();
  }

  @Test
  void saysWhichWorkerIsMissing() {
    polled.remove("slipway-builds");

    Said said = terminal.type("doctor");

    assertThat(said.code()).isEqualTo(ExitCode.NO.code());
    assertThat(said.out())
        .contains("✖ build worker      nobody polls slipway-builds: start a worker");
  }

  @Test
  void saysWhichSearchAttributesAreMissing() {
    attributes.remove("SlipwayTeam");

    assertThat(terminal.type("doctor").out()).contains("✖ search attributes SlipwayTeam missing");
  }

  @Test
  void looksAtTheMachineEvenWithoutAServer() {
    terminal.inspection(
        () -> {
          throw new CliException(ExitCode.UNREACHABLE, "No Temporal server answers at x.");
        });

    Said said = terminal.type("doctor");

    assertThat(said.code()).isEqualTo(ExitCode.NO.code());
    assertThat(said.out())
        .contains("✔ git", "✖ Temporal          No Temporal server answers at x.");
  }

  @Test
  void missesGit() {
    terminal.programs((directory, command) -> Optional.empty());

    assertThat(terminal.type("doctor").out()).contains("✖ git               not on the PATH");
  }

  @Test
  void looksForWorkersOfOtherClusters() {
    assertThat(terminal.run("doctor", "--cluster", "east").out())
        .contains("✖ cluster east      nobody polls slipway-cluster-east");
  }

  @Test
  void answersPrograms() {
    assertThat(terminal.type("doctor -o json").out())
        .contains("\"subject\" : \"git\"", "\"state\" : \"OK\"");
  }

  /** A server whose parts can be taken away. */
  private final class Server implements ServerInspection {

    @Override
    public String address() {
      return "127.0.0.1:7233";
    }

    @Override
    public String version() {
      return "1.29.1";
    }

    @Override
    public Set<String> searchAttributes() {
      return attributes;
    }

    @Override
    public int pollers(String taskQueue, boolean workflows) {
      return List.copyOf(polled).contains(taskQueue) ? 1 : 0;
    }

    @Override
    public void close() {}
  }
}
