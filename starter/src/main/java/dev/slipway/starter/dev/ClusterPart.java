package dev.slipway.starter.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The local cluster with its gateway. */
final class ClusterPart {

  static final String NAME = "cluster";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final StateDirectory state;
  private final ProcessPlace place;
  private final JavaCommand java;

  ClusterPart(StateDirectory state, JavaCommand java) {
    this.state = state;
    place = place(state);
    this.java = java;
  }

  static ProcessPlace place(StateDirectory state) {
    return new ProcessPlace(NAME, state.cluster());
  }

  ProcessPlace place() {
    return place;
  }

  void start(DevMarker marker) {
    if (place.isRunning()) {
      return;
    }
    place.start(
        java.line(
            "localcluster",
            "256m",
            List.of(
                "--state",
                state.cluster().toString(),
                "--artifacts",
                state.artifacts().toString(),
                "--gateway-port",
                String.valueOf(URI.create(marker.gateway()).getPort()))),
        java.environment());
  }

  void awaitReady(Duration limit) {
    ManagedProcess process = place.required();
    process.await(
        () -> api(process.pid()).filter(api -> HttpProbe.isFine(api + "/healthz")).isPresent(),
        limit);
  }

  /** Address of its API once this very process tells it. */
  private Optional<String> api(long pid) {
    Path file = state.cluster().resolve("cluster.json");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      JsonNode told = JSON.readTree(Files.readString(file));
      return told.path("pid").asLong() == pid
          ? Optional.of(told.path("api").asText())
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new DevException(file + " cannot be read (" + e.getMessage() + ").", e);
    }
  }
}
