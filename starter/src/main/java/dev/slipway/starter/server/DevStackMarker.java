package dev.slipway.starter.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.dev.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code slipway dev} left for the other commands: where its parts answer. It stays after a
 * stop, so what it names need not run.
 */
public final class DevStackMarker {

  private final JsonNode content;

  private DevStackMarker(JsonNode content) {
    this.content = content;
  }

  /** Empty where no stack was ever started. */
  public static Optional<DevStackMarker> read(Map<String, String> environment) {
    Path file = StateDirectory.usual(environment).marker();
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new DevStackMarker(new ObjectMapper().readTree(file.toFile())));
    } catch (IOException e) {
      throw new CliException(
          ExitCode.TROUBLE, file + " cannot be read: delete it and run slipway dev again.", e);
    }
  }

  public Optional<String> temporalAddress() {
    return text("temporalAddress");
  }

  Optional<String> temporalNamespace() {
    return text("temporalNamespace");
  }

  public Optional<String> workerUrl() {
    return text("workerUrl");
  }

  private Optional<String> text(String field) {
    return Optional.ofNullable(content.path(field).textValue()).filter(text -> !text.isBlank());
  }
}
