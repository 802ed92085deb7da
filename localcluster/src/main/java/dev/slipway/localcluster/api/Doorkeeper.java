package dev.slipway.localcluster.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;

/**
 * Lets in who has the token. The Host header is looked at too: a web page whose name was pointed at
 * the loopback address would otherwise speak to us from a person's own browser.
 */
final class Doorkeeper {

  private static final Set<String> OPEN_TO_ALL = Set.of("metrics", "healthz");

  private final String token;
  private final Set<String> hosts;

  Doorkeeper(String token, int port) {
    this.token = token;
    this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
  }

  void check(Call call) {
    if (call.header("Host").filter(hosts::contains).isEmpty()) {
      throw new ApiFailure(403, "The Host header must name the loopback address.");
    }
    boolean open =
        call.method().equals("GET")
            && call.path().size() == 1
            && OPEN_TO_ALL.contains(call.path().getFirst());
    if (!open && !hasToken(call)) {
      throw new ApiFailure(
          401,
          "The bearer token is missing or wrong: it is in the file token of the state directory.");
    }
  }

  private boolean hasToken(Call call) {
    byte[] given = call.header("Authorization").orElse("").getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(given, ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
  }
}
