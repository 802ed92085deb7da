package dev.slipway.build.registry;

import java.util.List;

/** Names of this machine. */
final class Loopback {

  private static final List<String> NAMES = List.of("localhost", "127.0.0.1", "[::1]");

  private Loopback() {}

  static boolean is(String host) {
    return NAMES.contains(host);
  }
}
