package dev.slipway.build.registry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How registries are spoken to.
 *
 * @param credentials a file in the form of Docker's {@code config.json} ({@code auths}); read anew
 *     each time, so that it can be changed; without it registries are read anonymously
 * @param plainHttp hosts (with their port) that speak HTTP; those on this machine always may
 * @param timeout of one exchange; 10 s by default
 */
public record RegistrySettings(
    Optional<Path> credentials, List<String> plainHttp, Duration timeout) {

  /** Anonymous, over HTTPS. */
  public static final RegistrySettings DEFAULT =
      new RegistrySettings(Optional.empty(), List.of(), Duration.ofSeconds(10));

  public RegistrySettings {
    plainHttp = List.copyOf(plainHttp);
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("the timeout of registries must be above 0");
    }
  }
}
