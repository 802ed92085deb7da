package dev.slipway.build.registry;

import dev.slipway.platform.RegistryBinding;
import dev.slipway.platform.TrustedAuthorities;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * The exchanges of one question to a registry: bounded in size and time, redirected nowhere. In the
 * clear only to this machine, or where the platform file says so.
 */
final class RegistryExchange implements AutoCloseable {

  private static final String FORM = "application/x-www-form-urlencoded";

  private final HttpClient client;
  private final Duration timeout;

  /**
   * @param timeout of one exchange
   */
  RegistryExchange(RegistryBinding registry, Duration timeout) {
    HttpClient.Builder builder =
        HttpClient.newBuilder().connectTimeout(timeout).followRedirects(HttpClient.Redirect.NEVER);
    registry.caFile().map(TrustedAuthorities::and).ifPresent(builder::sslContext);
    client = builder.build();
    this.timeout = timeout;
  }

  /** Asks for nothing but the head of the answer. */
  Answer head(URI uri, String accept, Optional<String> authorization)
      throws IOException, InterruptedException {
    return send(
        request(uri, authorization)
            .header("Accept", accept)
            .method("HEAD", HttpRequest.BodyPublishers.noBody()),
        0);
  }

  Answer get(URI uri, String accept, Optional<String> authorization, int largest)
      throws IOException, InterruptedException {
    return send(request(uri, authorization).header("Accept", accept).GET(), largest);
  }

  Answer post(URI uri, String form, int largest) throws IOException, InterruptedException {
    return send(
        request(uri, Optional.empty())
            .header("Content-Type", FORM)
            .POST(HttpRequest.BodyPublishers.ofString(form)),
        largest);
  }

  private HttpRequest.Builder request(URI uri, Optional<String> authorization) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(timeout);
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private Answer send(HttpRequest.Builder request, int largest)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      byte[] body = in.readNBytes(largest + 1);
      if (largest > 0 && body.length > largest) {
        throw new IOException("the answer is larger than " + largest + " bytes");
      }
      return new Answer(response.statusCode(), response.headers(), body);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /** A response that has been read to its end. */
  static final class Answer {
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    private Answer(int status, HttpHeaders headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    int status() {
      return status;
    }

    Optional<String> header(String name) {
      return headers.firstValue(name);
    }

    byte[] body() {
      return body;
    }
  }
}
