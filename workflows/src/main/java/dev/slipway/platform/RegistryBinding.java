package dev.slipway.platform;

import java.util.Optional;

/**
 * A registry of images that is read otherwise than anonymously over HTTPS. At most one of the three
 * ways to log in is there: a user's name with its password, a token, Docker's own file.
 *
 * @param host as the names of images have it, with its port if they do
 * @param username for basic authentication, or for the registry's token service
 * @param passwordFile the worker's own file that holds the password; there when the name is
 * @param tokenFile the worker's own file that holds a token, shown to the registry as it is
 * @param dockerConfig a file of the worker's own in the form of Docker's {@code config.json}, in
 *     which the host's entry is looked up
 * @param caFile a file with certificates (PEM) of the authorities that are trusted besides the
 *     usual ones
 * @param plainHttp whether it is spoken to without TLS; a registry on this machine is, unless it
 *     has authorities
 */
public record RegistryBinding(
    String host,
    Optional<String> username,
    Optional<String> passwordFile,
    Optional<String> tokenFile,
    Optional<String> dockerConfig,
    Optional<String> caFile,
    boolean plainHttp) {

  public RegistryBinding {
    if (username.isPresent() != passwordFile.isPresent()) {
      throw new IllegalArgumentException("a username and its password are named together");
    }
  }

  /** One that nothing is known of: read anonymously, over HTTPS. */
  public static RegistryBinding unknown(String host) {
    return new RegistryBinding(
        host,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }
}
