package dev.slipway.gitops.forge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.platform.SecretFile;
import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges with one forge's REST API: bounded in size (4 MB), depth and time (30 s), never
 * redirected (a token must not travel to another host), obeying rate limits, and asking with the
 * tag of the last answer where the forge gives tags.
 */
public final class ForgeHttp {

  private static final int LARGEST_BODY = 4 << 20;
  private static final int DEEPEST = 100;
  private static final int PAGE = 50;
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration WHOLE = Duration.ofSeconds(30);

  private final String name;
  private final URI api;
  private final SecretFile token;
  private final Map<String, String> headers;
  private final RateLimit limit;
  private final EntityTags tags = new EntityTags();
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final ObjectMapper json =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
              .build());

  /**
   * @param name as in platform.yaml, for messages
   * @param api without a slash at its end
   * @param token shown to nobody but the forge
   * @param headers of every request
   */
  public ForgeHttp(
      String name, URI api, SecretFile token, Map<String, String> headers, Clock clock) {
    this.name = name;
    this.api = api;
    this.token = token;
    this.headers = Map.copyOf(headers);
    limit = new RateLimit(name, clock);
  }

  /** For messages. */
  public String name() {
    return name;
  }

  public Answer get(String path) {
    return exchange("GET", path, Optional.empty());
  }

  /**
   * @param method not GET
   * @param body fields of a JSON object
   */
  public Answer send(String method, String path, Map<String, ?> body) {
    return exchange(method, path, Optional.of(json.valueToTree(body)));
  }

  public Answer delete(String path) {
    return exchange("DELETE", path, Optional.empty());
  }

  /**
   * The items of a list, page by page, until a page is not full.
   *
   * @param path with its query, if any
   * @param mostPages of 50 items; what lies beyond is not looked at
   */
  public List<JsonNode> pages(String path, int mostPages) {
    List<JsonNode> items = new ArrayList<>();
    for (int page = 1; page <= mostPages; page++) {
      // Gitea says limit, GitHub per_page; each ignores the other's word.
      Answer answer =
          required(
              get(
                  path
                      + (path.contains("?") ? "&" : "?")
                      + "limit="
                      + PAGE
                      + "&per_page="
                      + PAGE
                      + "&page="
                      + page),
              "list " + path.replaceAll("\\?.*", ""));
      answer.body().forEach(items::add);
      if (answer.body().size() < PAGE) {
        break;
      }
    }
    return items;
  }

  /**
   * The answer, if it is a good one.
   *
   * @param what what was asked for, for a person: {@code close pull request 3}
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED when the token may not do it,
   *     NOT_FOUND, or UNREACHABLE; all are tried again, as a person can mend each meanwhile
   */
  public Answer required(Answer answer, String what) {
    if (answer.isOk()) {
      return answer;
    }
    String words = "the forge " + name + " did not " + what + " (" + answer.message() + ")";
    throw switch (answer.status()) {
      case 403 ->
          FailureType.MISCONFIGURED.retryable(
              words + ": give the owner of the token in " + token + " that right");
      case 404 ->
          FailureType.NOT_FOUND.retryable(
              words
                  + ": it is not there, or the owner of the token in "
                  + token
                  + " may not see it");
      default -> FailureType.UNREACHABLE.retryable(words + ": it is tried again");
    };
  }

  private Answer exchange(String method, String path, Optional<JsonNode> body) {
    limit.requireOpen();
    Optional<EntityTags.Tagged> known = method.equals("GET") ? tags.of(path) : Optional.empty();
    HttpResponse<byte[]> response = send(request(method, path, body, known));
    int status = response.statusCode();
    limit.obey(status, response.headers());
    if (status == 304 && known.isPresent()) {
      return new Answer(200, known.get().body());
    }
    requireUsable(status);
    Answer answer = new Answer(status, parsed(response));
    response
        .headers()
        .firstValue("ETag")
        .filter(tag -> method.equals("GET") && status == 200)
        .ifPresent(
            tag ->
                tags.remember(
                    path, new EntityTags.Tagged(tag, answer.body(), response.body().length)));
    return answer;
  }

  private HttpRequest request(
      String method, String path, Optional<JsonNode> body, Optional<EntityTags.Tagged> known) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(api + "/" + path))
            .timeout(WHOLE)
            .header("Authorization", "Bearer " + token.read())
            .method(
                method,
                body.map(node -> HttpRequest.BodyPublishers.ofString(node.toString()))
                    .orElse(HttpRequest.BodyPublishers.noBody()));
    headers.forEach(request::header);
    body.ifPresent(node -> request.header("Content-Type", "application/json"));
    known.ifPresent(tagged -> request.header("If-None-Match", tagged.tag()));
    return request.build();
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    // The client's own time limit ends with the headers: a body that drips is cut off by ours.
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, head -> new BoundedBody(LARGEST_BODY));
    try {
      return answer.get(WHOLE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unreachable(e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw unreachable(e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw FailureType.UNREACHABLE.retryable(
          "the worker was stopped while it spoke to the forge " + name, e);
    }
  }

  private RuntimeException unreachable(@Nullable Throwable cause) {
    boolean said = cause != null && cause.getClass().equals(IOException.class);
    String reason =
        cause == null
            ? "no reason given"
            : said ? String.valueOf(cause.getMessage()) : cause.getClass().getSimpleName();
    return FailureType.UNREACHABLE.retryable(
        "the forge " + name + " does not answer (" + reason + "): check that it is there");
  }

  private void requireUsable(int status) {
    if (status == 401) {
      throw FailureType.MISCONFIGURED.retryable(
          "the forge "
              + name
              + " refuses the token in "
              + token
              + ": make a new one and put it there");
    }
    if (status >= 300 && status < 400) {
      throw FailureType.MISCONFIGURED.retryable(
          "the forge "
              + name
              + " says that this lies elsewhere now (HTTP "
              + status
              + "): write the new address into platform.yaml");
    }
    if (status >= 500) {
      throw FailureType.UNREACHABLE.retryable(
          "the forge " + name + " has a problem of its own (HTTP " + status + "): tried again");
    }
  }

  private JsonNode parsed(HttpResponse<byte[]> response) {
    try {
      JsonNode body = json.readTree(response.body());
      return body == null ? JsonNodeFactory.instance.missingNode() : body;
    } catch (JsonProcessingException e) {
      if (response.statusCode() >= 400) {
        return JsonNodeFactory.instance.missingNode();
      }
      // Without its cause, which quotes what was answered.
      throw FailureType.UNREACHABLE.retryable(
          "the forge " + name + " did not answer with JSON: check its url in platform.yaml");
    } catch (IOException e) {
      throw unreachable(e);
    }
  }
}
