package dev.slipway.starter.dev;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The pinned release of the Temporal CLI: server 1.29.1, Web UI 2.42 and SQLite in one executable.
 * {@code tools/temporal} pins the same version as source.
 */
final class TemporalRelease {

  static final String VERSION = "1.5.1";

  /** SHA-256 of the official archives, so that a mirror need not be trusted. */
  private static final Map<String, String> DIGESTS =
      Map.of(
          "linux_amd64", "ddc95e08b0b076efd4ea9733a3f488eb7d2be875f8834e616cd2a37358b4852d",
          "linux_arm64", "bd1b0db9f18b051026de8bf6cc1505f2510f14bbb7a8b9a4a91fff46c77454f5",
          "darwin_amd64", "bbb73e2a31135abe50a1f1cdb35030c42961df618e8ce9c60ae89f201540c5d9",
          "darwin_arm64", "cca01b7ea35ad56e2a328d9ae596bf716bd22313ef63c7a761c88354457c2415");

  private TemporalRelease() {}

  /** {@code linux_amd64} and the like; empty where no release is made for this machine. */
  static Optional<String> platform() {
    return platform(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Optional<String> platform(String system, String architecture) {
    String os = system.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
    String name =
        switch (architecture) {
          case "amd64", "x86_64" -> os + "_amd64";
          case "aarch64", "arm64" -> os + "_arm64";
          default -> "";
        };
    return DIGESTS.containsKey(name) ? Optional.of(name) : Optional.empty();
  }

  static String digest(String platform) {
    return Optional.ofNullable(DIGESTS.get(platform)).orElseThrow();
  }

  /** Where a downloaded or built executable is kept. */
  static Path cached(Map<String, String> environment) {
    return Caches.of(environment).resolve("temporal").resolve(VERSION).resolve("temporal");
  }
}
