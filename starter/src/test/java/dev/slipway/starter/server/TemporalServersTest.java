package dev.slipway.starter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import io.temporal.envconfig.ClientConfigProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TemporalServersTest {

  @TempDir private Path directory = Path.of("");

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void noConfiguration() throws IOException {
    environment.put("SLIPWAY_STATE", directory.toString());
    environment.put("TEMPORAL_CONFIG_FILE", configuration("[profile.default]\n").toString());
  }

  @Test
  void saysWithinSecondsThatNothingAnswers() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Instant start = Instant.now();

    assertThatThrownBy(
            () -> TemporalServers.open(options("--address", "127.0.0.1:" + port), environment))
        .isInstanceOfSatisfying(
            CliException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessage(
            "No Temporal server answers at 127.0.0.1:"
                + port
                + ": start one with `slipway dev`, or set TEMPORAL_ADDRESS.");
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void takesTheUsualServerWhereNothingIsConfigured() {
    ClientConfigProfile profile = TemporalServers.profile(options(), environment);

    assertThat(profile.getAddress()).isEqualTo("127.0.0.1:7233");
    assertThat(profile.getNamespace()).isEqualTo("default");
  }

  @Test
  void takesTheServerOfTheRunningStack() throws IOException {
    Files.writeString(
        directory.resolve("dev.json"),
        "{\"temporalAddress\":\"127.0.0.1:7301\",\"temporalNamespace\":\"slipway\"}");

    ClientConfigProfile profile = TemporalServers.profile(options(), environment);

    assertThat(profile.getAddress()).isEqualTo("127.0.0.1:7301");
    assertThat(profile.getNamespace()).isEqualTo("slipway");
  }

  @Test
  void prefersTheSdksOwnConfigurationToTheStack() throws IOException {
    Files.writeString(directory.resolve("dev.json"), "{\"temporalAddress\":\"127.0.0.1:7301\"}");
    environment.put(
        "TEMPORAL_CONFIG_FILE",
        configuration(
                "[profile.cloud]\naddress = \"temporal.example:7233\"\nnamespace = \"prod\"\n")
            .toString());

    ClientConfigProfile profile =
        TemporalServers.profile(options("--profile", "cloud"), environment);

    assertThat(profile.getAddress()).isEqualTo("temporal.example:7233");
    assertThat(profile.getNamespace()).isEqualTo("prod");
  }

  @Test
  void prefersOptionsToEverything() {
    environment.put("TEMPORAL_ADDRESS", "temporal.example:7233");
    environment.put("TEMPORAL_NAMESPACE", "prod");

    ClientConfigProfile profile =
        TemporalServers.profile(
            options("--address", "localhost:1", "--namespace", "test"), environment);

    assertThat(profile.getAddress()).isEqualTo("localhost:1");
    assertThat(profile.getNamespace()).isEqualTo("test");
  }

  @Test
  void saysThatTheConfigurationCannotBeRead() throws IOException {
    environment.put("TEMPORAL_CONFIG_FILE", configuration("no toml [").toString());

    assertThatThrownBy(() -> TemporalServers.profile(options(), environment))
        .isInstanceOfSatisfying(
            CliException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("mend temporal.toml");
  }

  private Path configuration(String text) throws IOException {
    return Files.writeString(directory.resolve("temporal.toml"), text);
  }

  private static ServerOptions options(String... arguments) {
    return CommandLine.populateCommand(new ServerOptions(), arguments);
  }
}
