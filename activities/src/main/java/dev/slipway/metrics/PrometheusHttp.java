package dev.slipway.metrics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.gitops.forge.BoundedBody;
import dev.slipway.platform.PrometheusBinding;
import dev.slipway.platform.SecretFile;
import dev.slipway.platform.TrustedAuthorities;
import dev.slipway.platform.WorkerFile;
import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Questions to one server of the Prometheus HTTP API: bounded in size (8 MiB), depth and time (10
 * s), never redirected, as a secret must not travel to another host.
 */
final class PrometheusHttp {

  private static final int LARGEST_BODY = 8 << 20;
  private static final int DEEPEST = 20;
  private static final int LONGEST_WORDS = 300;
  private static final Duration WHOLE = Duration.ofSeconds(10);

  private final PrometheusBinding binding;
  private final Duration patience;
  private final HttpClient client;
  private final ObjectMapper json =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
              .build());

  PrometheusHttp(PrometheusBinding binding) {
    this(binding, WHOLE);
  }

  /**
   * @param patience how long one question may take
   */
  PrometheusHttp(PrometheusBinding binding, Duration patience) {
    this.binding = binding;
    this.patience = patience;
    HttpClient.Builder builder =
        HttpClient.newBuilder().connectTimeout(patience).followRedirects(HttpClient.Redirect.NEVER);
    binding.caFile().ifPresent(file -> builder.sslContext(TrustedAuthorities.and(file)));
    client = builder.build();
  }

  /** For messages. */
  String name() {
    return "Prometheus " + binding.name();
  }

  /**
   * The value of a query now: the {@code data} of the answer.
   *
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED when a person has to mend
   *     something, UNREACHABLE, or LIMIT_EXCEEDED; the sentence says what to do, and holds no
   *     secret
   */
  JsonNode query(String promql) {
    String form =
        "query="
            + URLEncoder.encode(promql, StandardCharsets.UTF_8)
            + "&timeout="
            + patience.toSeconds()
            + "s&partial_response=false&deny_partial_response=1";
    HttpResponse<byte[]> response = send(request(form));
    requireUsable(response.statusCode());
    JsonNode answer = parsed(response);
    if (response.statusCode() != 200 || !answer.path("status").asText().equals("success")) {
      throw refused(response.statusCode(), answer);
    }
    if (!answer.path("warnings").isEmpty()) {
      throw FailureType.UNREACHABLE.retryable(
          name()
              + " answers, but warns that not everything is in it, and a part must not be judged: "
              + words(answer.path("warnings").path(0).asText()));
    }
    if (answer.path("isPartial").asBoolean()) {
      throw FailureType.UNREACHABLE.retryable(
          name() + " answers with a part of what it has, and a part must not be judged");
    }
    return answer.path("data");
  }

  private HttpRequest request(String form) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(binding.url() + "/api/v1/query"))
            .timeout(patience)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    binding
        .tokenFile()
        .ifPresent(file -> request.header("Authorization", "Bearer " + secret(file)));
    binding
        .username()
        .ifPresent(
            user ->
                request.header(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(
                                (user + ":" + secret(binding.passwordFile().orElseThrow()))
                                    .getBytes(StandardCharsets.UTF_8))));
    binding.headers().forEach(each -> request.header(each.name(), secret(each.valueFile())));
    return request.build();
  }

  private static String secret(String file) {
    return new SecretFile(WorkerFile.at(file)).read();
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    // The client's own time limit ends with the headers: a body that drips is cut off by ours.
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, head -> new BoundedBody(LARGEST_BODY));
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unreachable(e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw FailureType.UNREACHABLE.retryable(
          name()
              + " did not answer within "
              + patience.toMillis() / 1000.0
              + " s: is it overloaded, or the query too heavy?");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw FailureType.UNREACHABLE.retryable("the worker was stopped while it asked " + name(), e);
    }
  }

  private RuntimeException unreachable(@Nullable Throwable cause) {
    if (cause instanceof SSLException) {
      return FailureType.MISCONFIGURED.retryable(
          name()
              + " cannot be trusted ("
              + words(String.valueOf(cause.getMessage()))
              + "): name the certificates that sign its own in caFile of platform.yaml, and use the"
              + " name it is issued for");
    }
    boolean said = cause != null && cause.getClass().equals(IOException.class);
    String reason =
        cause == null
            ? "no reason given"
            : said ? words(String.valueOf(cause.getMessage())) : cause.getClass().getSimpleName();
    FailureType type =
        reason.contains("larger than") ? FailureType.LIMIT_EXCEEDED : FailureType.UNREACHABLE;
    return type.retryable(
        name()
            + " does not answer ("
            + reason
            + "): check that it is there, and that the worker may reach "
            + binding.url());
  }

  private void requireUsable(int status) {
    String where = "its entry in 'prometheus' of platform.yaml";
    if (status == 401) {
      throw FailureType.MISCONFIGURED.retryable(
          name()
              + " does not know the worker (HTTP 401): renew the secrets that "
              + where
              + " names");
    }
    if (status == 403) {
      throw FailureType.MISCONFIGURED.retryable(
          name()
              + " does not let the worker ask (HTTP 403): give the owner of the secrets that "
              + where
              + " names the right to query");
    }
    if (status == 404) {
      throw FailureType.MISCONFIGURED.retryable(
          name()
              + " has no /api/v1/query (HTTP 404): is the path in the url of "
              + where
              + " right?");
    }
    if (status >= 300 && status < 400) {
      throw FailureType.MISCONFIGURED.retryable(
          name()
              + " sends elsewhere (HTTP "
              + status
              + "), to a login perhaps: write the address of the API itself into "
              + where);
    }
    if (status == 429) {
      throw FailureType.UNREACHABLE.retryable(
          name() + " is asked too often (HTTP 429): raise its limit for the worker");
    }
    if (status >= 500 && status != 503) {
      throw FailureType.UNREACHABLE.retryable(
          name() + " has a problem of its own (HTTP " + status + "): its log says which");
    }
  }

  private RuntimeException refused(int status, JsonNode answer) {
    String error = words(answer.path("error").asText("HTTP " + status));
    return switch (answer.path("errorType").asText()) {
      case "bad_data", "execution" ->
          FailureType.MISCONFIGURED.retryable(
              name() + " does not take the query: " + error + "; mend it where it is written");
      default -> FailureType.UNREACHABLE.retryable(name() + " cannot answer now: " + error);
    };
  }

  private JsonNode parsed(HttpResponse<byte[]> response) {
    try {
      JsonNode body = json.readTree(response.body());
      return body == null ? JsonNodeFactory.instance.missingNode() : body;
    } catch (JsonProcessingException e) {
      // Without its cause, which quotes what was answered.
      throw FailureType.UNREACHABLE.retryable(
          name()
              + " did not answer with JSON (HTTP "
              + response.statusCode()
              + "): is something else behind "
              + binding.url()
              + ", such as a login page?");
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** Of a stranger, for a message: in one line, and not too many. */
  private static String words(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= LONGEST_WORDS ? line : line.substring(0, LONGEST_WORDS) + "…";
  }
}
