package dev.slipway.build.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.platform.SecretFile;
import dev.slipway.platform.WorkerFile;
import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** A file in the form of Docker's {@code config.json}, as {@code docker login} writes it. */
final class DockerConfig {

  /** How Docker names its hub in this file. */
  private static final Set<String> HUB = Set.of("docker.io", "index.docker.io", ImageReference.HUB);

  private static final int LARGEST = 1024 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String file;

  DockerConfig(String file) {
    this.file = file;
  }

  /**
   * What it has for a registry.
   *
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED when it has nothing, or has it
   *     kept by a helper program
   */
  Credential credential(String host) {
    JsonNode config = read();
    JsonNode entry = entry(config.path("auths"), host);
    if (entry.path("identitytoken").isTextual()) {
      return new Credential.Identity(entry.path("identitytoken").asText());
    }
    String encoded = entry.path("auth").asText();
    if (!encoded.isEmpty()) {
      return new Credential.Basic(encoded);
    }
    if (entry.path("username").isTextual()) {
      return Credential.Basic.of(entry.path("username").asText(), entry.path("password").asText());
    }
    throw broken(
        config.has("credsStore") || config.has("credHelpers")
            ? "leaves the credentials of "
                + host
                + " to a helper program, which is not run: name username and passwordFile in"
                + " 'registries' of platform.yaml instead"
            : "has no credentials of "
                + host
                + " under 'auths': log in there, or name another file");
  }

  private static JsonNode entry(JsonNode entries, String host) {
    for (Map.Entry<String, JsonNode> entry : entries.properties()) {
      String named = entry.getKey().replaceFirst("^https?://", "").replaceFirst("/.*$", "");
      if (named.equals(host) || (HUB.contains(named) && HUB.contains(host))) {
        return entry.getValue();
      }
    }
    return JSON.missingNode();
  }

  private JsonNode read() {
    byte[] content = new SecretFile(WorkerFile.at(file)).content(LARGEST);
    try {
      return JSON.readTree(content);
    } catch (JsonProcessingException e) {
      // The parser's own words could quote what is in the file: they go nowhere.
      throw broken("is not JSON: expected the form of Docker's config.json");
    } catch (IOException e) {
      throw new IllegalStateException("it is in memory", e);
    }
  }

  private RuntimeException broken(String what) {
    return FailureType.MISCONFIGURED.retryable("the file of credentials " + file + " " + what);
  }
}
