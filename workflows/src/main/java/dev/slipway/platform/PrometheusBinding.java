package dev.slipway.platform;

import java.util.List;
import java.util.Optional;

/**
 * A server of the Prometheus HTTP API, and how a worker is known to it. Secrets are named by the
 * worker's own files that hold them.
 *
 * @param name as clusters and environments name it
 * @param url below which {@code /api/v1/query} is, without a slash at its end
 * @param tokenFile holds a bearer token; never together with a user name
 * @param username for basic authentication; there when the password's file is
 * @param passwordFile holds the user's password
 * @param headers sent along with each question, such as a tenant's
 * @param caFile certificates (PEM) of authorities that are trusted besides those of the JDK
 */
public record PrometheusBinding(
    String name,
    String url,
    Optional<String> tokenFile,
    Optional<String> username,
    Optional<String> passwordFile,
    List<SecretHeader> headers,
    Optional<String> caFile) {

  public PrometheusBinding {
    headers = List.copyOf(headers);
    if (username.isPresent() != passwordFile.isPresent()
        || (username.isPresent() && tokenFile.isPresent())) {
      throw new IllegalArgumentException(
          "a user and a password file are named together, or a token file alone");
    }
  }

  /**
   * A header whose value lies in a file.
   *
   * @param valueFile holds the value, which is sent as it stands
   */
  public record SecretHeader(String name, String valueFile) {}
}
