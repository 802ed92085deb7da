package dev.slipway.starter.dev;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where a running stack is found; kept as {@code dev.json} in its state directory, for every other
 * command. It stays after a stop, so that the next start takes the same ports.
 *
 * @param temporalAddress host and port of the Temporal server
 * @param temporalNamespace namespace there
 * @param temporalUi address of the Web UI; empty when it is not known (a server that was given)
 * @param workerUrl address of the worker's health, metrics and logs
 * @param gateway address of the local cluster's gateway; empty where there is no local cluster
 * @param clusterState state directory of the local cluster, which holds its address and token;
 *     empty where there is none
 * @param state the state directory itself
 */
public record DevMarker(
    String temporalAddress,
    String temporalNamespace,
    String temporalUi,
    String workerUrl,
    String gateway,
    String clusterState,
    String state) {

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  boolean hasLocalCluster() {
    return !clusterState.isEmpty();
  }

  /** Empty where no stack has been started yet. */
  public static Optional<DevMarker> read(StateDirectory state) {
    Path file = state.marker();
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readString(file), DevMarker.class));
    } catch (IOException e) {
      throw new DevException(
          file + " cannot be read (" + e.getMessage() + "): delete it and run slipway dev again.",
          e);
    }
  }

  void write(StateDirectory directory) {
    Path file = directory.marker();
    try {
      Path fresh = Files.createTempFile(directory.root(), "dev", ".json");
      Files.writeString(
          fresh,
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n",
          StandardCharsets.UTF_8);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new DevException(file + " cannot be written (" + e.getMessage() + ").", e);
    }
  }
}
