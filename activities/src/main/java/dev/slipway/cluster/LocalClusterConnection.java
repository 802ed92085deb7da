package dev.slipway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * HTTP to the local cluster whose state directory this is. Address and token are read there, and
 * read again whenever it does not answer or does not know the token: it may have been restarted
 * elsewhere.
 */
public final class LocalClusterConnection {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int LARGEST_ANSWER = 8 << 20;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path state;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private volatile @Nullable Access access;

  public LocalClusterConnection(Path state) {
    this.state = state;
  }

  /**
   * One exchange.
   *
   * @param path absolute, with its query, encoded
   * @param body sent when not null
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE when nothing answers
   */
  public Answer exchange(String method, String path, @Nullable String body) {
    Access known = access;
    if (known != null) {
      try {
        Answer answer = send(known, method, path, body);
        if (answer.status() != 401) {
          return answer;
        }
      } catch (IOException e) {
        // Every call converges, so that asking twice is safe; the second attempt tells what is
        // wrong.
      }
    }
    try {
      Access read = Access.read(state);
      access = read;
      return send(read, method, path, body);
    } catch (IOException e) {
      access = null;
      throw FailureType.UNREACHABLE.retryable(
          "the local cluster does not answer ("
              + e.getClass().getSimpleName()
              + "): is it running? slipway dev starts it",
          e);
    }
  }

  /** The gateway's counters as Prometheus text. */
  public String metrics() {
    return successful(exchange("GET", "/metrics", null)).body();
  }

  /** The answer, if it is one. */
  static Answer successful(Answer answer) {
    if (!answer.isSuccess()) {
      throw FailureType.UNREACHABLE.retryable("the local cluster says: " + answer.message());
    }
    return answer;
  }

  private Answer send(Access to, String method, String path, @Nullable String body)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(to.api().resolve(path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + to.token())
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream stream = response.body()) {
        byte[] bytes = stream.readNBytes(LARGEST_ANSWER + 1);
        if (bytes.length > LARGEST_ANSWER) {
          throw FailureType.LIMIT_EXCEEDED.retryable(
              "the local cluster answers " + path + " with more than 8 MiB");
        }
        return new Answer(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FailureType.UNREACHABLE.retryable("the worker is shutting down", e);
    }
  }

  /**
   * What came back.
   *
   * @param status of HTTP
   */
  public record Answer(int status, String body) {

    /** The body as a tree. */
    JsonNode json() {
      try {
        return MAPPER.readTree(body);
      } catch (IOException e) {
        throw FailureType.UNREACHABLE.retryable("the local cluster's answer is not JSON", e);
      }
    }

    boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    /** The cluster's own sentence about what is wrong. */
    String message() {
      try {
        return MAPPER.readTree(body).path("message").asText("status " + status);
      } catch (IOException e) {
        return "status " + status;
      }
    }
  }

  /** Where it is and how it knows us. */
  private record Access(URI api, String token) {

    static Access read(Path state) throws IOException {
      JsonNode cluster = MAPPER.readTree(Files.readString(state.resolve("cluster.json")));
      String token = Files.readString(state.resolve("token")).strip();
      try {
        return new Access(URI.create(cluster.path("api").asText()), token);
      } catch (IllegalArgumentException e) {
        throw new IOException("cluster.json names no address", e);
      }
    }

    @Override
    public String toString() {
      return "Access[api=" + api + "]";
    }
  }
}
