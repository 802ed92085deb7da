package dev.slipway.gitops.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.gitops.PullRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a delivery is about. Forges name their events differently; what matters stands in the same
 * fields.
 *
 * @param repository {@code owner/name}, as the forge writes it
 * @param pull number of a pull request
 * @param branch the pull request's own branch
 * @param commit that a status or check is about
 */
public record ForgeNews(
    String repository, OptionalInt pull, Optional<String> branch, Optional<String> commit) {

  private static final int DEEPEST = 100;
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
              .build());

  /** Empty when it is about no repository, or is no JSON. */
  public static Optional<ForgeNews> parse(byte[] body) {
    JsonNode node;
    try {
      node = JSON.readTree(body);
    } catch (IOException e) {
      return Optional.empty();
    }
    String repository = node == null ? "" : node.path("repository").path("full_name").asText("");
    if (node == null || !repository.matches("[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}")) {
      return Optional.empty();
    }
    JsonNode pull = node.path("pull_request");
    int number = pull.path("number").asInt(pull.isObject() ? node.path("number").asInt(0) : 0);
    return Optional.of(
        new ForgeNews(
            repository,
            number > 0 ? OptionalInt.of(number) : OptionalInt.empty(),
            text(pull.path("head").path("ref")),
            text(node.path("sha")).or(() -> text(node.path("check_run").path("head_sha")))));
  }

  /** Whether a pull request, as last seen, may be another now. */
  public boolean concerns(PullRequest seen) {
    return (pull.isPresent() && pull.getAsInt() == seen.ref().number())
        || commit.filter(seen.head()::equals).isPresent();
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.of(node.asText("")).filter(value -> !value.isEmpty() && value.length() <= 300);
  }
}
