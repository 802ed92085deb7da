package dev.slipway.starter.dev.demo;

import dev.slipway.starter.dev.DevException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** HTTP as a person's browser speaks it. */
final class ServiceAddress {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final String base;

  /**
   * @param base the service's address, without the path of its own
   */
  ServiceAddress(String base) {
    this.base = base;
  }

  /**
   * What the shop answers for an item.
   *
   * @throws DevException when nothing answers
   */
  LiveView.Answer ask(int item) {
    try {
      return send(HttpRequest.newBuilder(URI.create(base + "/shop?item=" + item)));
    } catch (IOException e) {
      throw new DevException(
          "The demo cannot reach the gateway (" + e + "): see slipway dev status.", e);
    }
  }

  LiveView.Answer send(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<String> answer =
          client.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
      return new LiveView.Answer(answer.statusCode(), answer.body().strip());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DevException("Interrupted.", e);
    }
  }
}
