package dev.slipway.starter.dev.demo;

/** How registries are spoken to: as Slipway's workers and container runtimes do. */
final class Registries {

  private Registries() {}

  /**
   * Whether it is spoken to without TLS.
   *
   * @param host with or without a port
   */
  static boolean isOnThisMachine(String host) {
    String name = host.replaceFirst(":[0-9]+$", "");
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.matches("127(\\.[0-9]{1,3}){3}");
  }
}
