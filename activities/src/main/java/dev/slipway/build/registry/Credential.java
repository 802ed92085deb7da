package dev.slipway.build.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What a registry is shown. Its texts are secrets: they are never part of a message. */
sealed interface Credential {

  /** What the first question is asked with; empty: nothing. */
  Optional<String> authorization();

  /** Nobody. */
  record Anonymous() implements Credential {
    @Override
    public Optional<String> authorization() {
      return Optional.empty();
    }
  }

  /**
   * A user's name and password.
   *
   * @param encoded both, with a colon between, in base64
   */
  record Basic(String encoded) implements Credential {

    static Basic of(String username, String password) {
      return new Basic(
          Base64.getEncoder()
              .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Optional<String> authorization() {
      return Optional.of("Basic " + encoded);
    }

    @Override
    public String toString() {
      return "a password";
    }
  }

  /** A token that the registry takes as it is. */
  record Token(String token) implements Credential {
    @Override
    public Optional<String> authorization() {
      return Optional.of("Bearer " + token);
    }

    @Override
    public String toString() {
      return "a token";
    }
  }

  /** What a token service gives a token for, as {@code docker login} may keep it. */
  record Identity(String refreshToken) implements Credential {
    @Override
    public Optional<String> authorization() {
      return Optional.empty();
    }

    @Override
    public String toString() {
      return "an identity token";
    }
  }
}
