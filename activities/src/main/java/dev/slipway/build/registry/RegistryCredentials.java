package dev.slipway.build.registry;

import dev.slipway.platform.RegistryBinding;
import dev.slipway.platform.SecretFile;
import dev.slipway.platform.WorkerFile;
import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.util.function.Supplier;

/** Reads what a registry is shown from the files that the platform file names, anew each time. */
final class RegistryCredentials {

  private RegistryCredentials() {}

  /**
   * @throws ApplicationFailure MISCONFIGURED, permanent: only a person can mend the file, and each
   *     retry would build again
   */
  static Credential of(RegistryBinding registry) {
    return permanent(
        () ->
            registry
                .username()
                .<Credential>map(
                    name ->
                        Credential.Basic.of(name, secret(registry.passwordFile().orElseThrow())))
                .or(() -> registry.tokenFile().map(file -> new Credential.Token(secret(file))))
                .or(
                    () ->
                        registry
                            .dockerConfig()
                            .map(file -> new DockerConfig(file).credential(registry.host())))
                .orElseGet(Credential.Anonymous::new));
  }

  private static String secret(String file) {
    return new SecretFile(WorkerFile.at(file)).read();
  }

  private static Credential permanent(Supplier<Credential> reading) {
    try {
      return reading.get();
    } catch (ApplicationFailure e) {
      throw FailureType.MISCONFIGURED.permanent(e.getOriginalMessage());
    }
  }
}
