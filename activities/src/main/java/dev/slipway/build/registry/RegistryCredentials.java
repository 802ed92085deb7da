package dev.slipway.build.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** What to show a registry, from a file in the form of Docker's {@code config.json}. */
final class RegistryCredentials {

  /** Docker's own name for its hub in this file. */
  private static final String HUB_ENTRY = "https://index.docker.io/v1/";

  private static final long LARGEST = 1_000_000;

  private final Optional<Path> file;
  private final ObjectMapper json = new ObjectMapper();

  RegistryCredentials(Optional<Path> file) {
    this.file = file;
  }

  /** The value of an {@code Authorization} header, never to be logged. */
  Optional<String> basic(String host) {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    JsonNode entries = entries(file.get());
    JsonNode entry = entries.path(host.equals(ImageReference.HUB) ? HUB_ENTRY : host);
    if (entry.isMissingNode()) {
      return Optional.empty();
    }
    String encoded = entry.path("auth").asText();
    if (encoded.isEmpty()) {
      String pair = entry.path("username").asText() + ":" + entry.path("password").asText();
      encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
    return Optional.of("Basic " + encoded);
  }

  private JsonNode entries(Path path) {
    try {
      if (Files.size(path) > LARGEST) {
        throw broken(path, "is larger than 1 MB");
      }
      return json.readTree(Files.readAllBytes(path)).path("auths");
    } catch (JsonProcessingException e) {
      // The parser's own words could quote what is in the file: they go nowhere.
      throw broken(path, "is not JSON");
    } catch (IOException e) {
      throw broken(path, "cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** Permanent: only a person can mend the file, and each retry would build again. */
  private static RuntimeException broken(Path path, String what) {
    return FailureType.MISCONFIGURED.permanent(
        "The credentials of registries, "
            + path
            + ", "
            + what
            + ": expected the form of Docker's config.json.");
  }
}
