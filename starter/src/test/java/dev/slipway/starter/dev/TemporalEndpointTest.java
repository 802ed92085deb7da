package dev.slipway.starter.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalEndpointTest {

  @TempDir private Path directory;

  @Test
  void isNotGivenWhereNothingNamesOne() {
    assertThat(TemporalEndpoint.given(Map.of("TEMPORAL_CONFIG_FILE", "/nowhere/temporal.toml")))
        .isEmpty();
  }

  @Test
  void isGivenByTheEnvironment() {
    TemporalEndpoint given =
        TemporalEndpoint.given(
                Map.of(
                    "TEMPORAL_CONFIG_FILE", "/nowhere/temporal.toml",
                    "TEMPORAL_ADDRESS", "temporal.example.com:7233",
                    "TEMPORAL_NAMESPACE", "delivery"))
            .orElseThrow();

    assertThat(given.address()).isEqualTo("temporal.example.com:7233");
    assertThat(given.namespace()).isEqualTo("delivery");
  }

  @Test
  void isGivenByAConfigurationFile() throws IOException {
    Path file = directory.resolve("temporal.toml");
    Files.writeString(file, "[profile.default]\naddress = \"cloud.example.com:7233\"\n");

    TemporalEndpoint given =
        TemporalEndpoint.given(Map.of("TEMPORAL_CONFIG_FILE", file.toString())).orElseThrow();

    assertThat(given.address()).isEqualTo("cloud.example.com:7233");
    assertThat(given.namespace()).isEqualTo("default");
  }

  @Test
  void saysWhatToDoWhenTheGivenOneDoesNotAnswer() throws IOException {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    TemporalEndpoint given =
        TemporalEndpoint.given(
                Map.of(
                    "TEMPORAL_CONFIG_FILE",
                    "/nowhere/temporal.toml",
                    "TEMPORAL_ADDRESS",
                    "127.0.0.1:" + nobody))
            .orElseThrow();

    assertThatThrownBy(() -> given.requireAnswer(Duration.ofMillis(300)))
        .isInstanceOf(DevException.class)
        .hasMessageContainingAll("127.0.0.1:" + nobody, "does not answer", "unset");
  }
}
