package dev.slipway.starter.dev.demo;

import java.util.Set;

/** How registries are spoken to: as Slipway's workers and container runtimes do. */
final class Registries {

  private Registries() {}

  /**
   * Whether it is spoken to without TLS.
   *
   * @param host with or without a port
   */
  static boolean isOnThisMachine(String host) {
    return Set.of("localhost", "127.0.0.1", "[::1]").contains(host.replaceFirst(":[0-9]+$", ""));
  }
}
