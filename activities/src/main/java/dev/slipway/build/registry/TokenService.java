package dev.slipway.build.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/**
 * Fetches a token for one image, as the distribution API's token specification says: by a question
 * with basic authentication, or, for an identity token, by OAuth 2's refresh.
 */
final class TokenService {

  private static final int LARGEST = 100_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegistryExchange exchange;

  TokenService(RegistryExchange exchange) {
    this.exchange = exchange;
  }

  /**
   * The value of an {@code Authorization} header; empty when it refuses us.
   *
   * @throws IOException it does not answer as it should: worth another try
   */
  Optional<String> bearer(TokenChallenge challenge, Credential credential)
      throws IOException, InterruptedException {
    RegistryExchange.Answer answer =
        switch (credential) {
          case Credential.Identity identity ->
              exchange.post(
                  challenge.realm(),
                  "grant_type=refresh_token&client_id=slipway&"
                      + challenge.parameters()
                      + "&refresh_token="
                      + TokenChallenge.encoded(identity.refreshToken()),
                  LARGEST);
          case Credential.Anonymous anonymous -> ask(challenge, anonymous);
          case Credential.Basic basic -> ask(challenge, basic);
          // Meant for the registry as it is, and nobody else's.
          case Credential.Token ignored -> ask(challenge, new Credential.Anonymous());
        };
    return switch (answer.status()) {
      case 200 -> Optional.of("Bearer " + token(answer.body()));
      case 400, 401, 403, 404 -> Optional.empty();
      default -> throw new IOException("its token service answered with HTTP " + answer.status());
    };
  }

  private RegistryExchange.Answer ask(TokenChallenge challenge, Credential credential)
      throws IOException, InterruptedException {
    return exchange.get(
        challenge.question(), "application/json", credential.authorization(), LARGEST);
  }

  private static String token(byte[] body) throws IOException {
    try {
      JsonNode answer = JSON.readTree(body);
      String token = answer.path("token").asText(answer.path("access_token").asText(""));
      if (!token.matches("[\\x21-\\x7e]+")) {
        throw new IOException("its token service gave no token");
      }
      return token;
    } catch (JsonProcessingException e) {
      // Without its cause, which could quote the token.
      throw new IOException("its token service did not answer with JSON");
    }
  }
}
