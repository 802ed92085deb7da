package dev.slipway.crash;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Ask for an item up to a hundred times a second, in turn, as long as the lane lives. */
final class Customers implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final AtomicBoolean open = new AtomicBoolean(true);
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong unanswered = new AtomicLong();

  Customers(String gateway) {
    Thread.ofVirtual().name("customers").start(() -> ask(gateway));
  }

  private void ask(String gateway) {
    for (int item = 1; open.get(); item = 1 + item % 100) {
      try {
        int status = get(gateway + "/shop?item=" + item, Optional.empty()).statusCode();
        (status == 502 || status == 503 || status == 504 ? unanswered : answered).incrementAndGet();
        Thread.sleep(PAUSE);
      } catch (IOException e) {
        unanswered.incrementAndGet();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** How often nobody was there to answer: no version's fault, but the orchestrator's. */
  long unanswered() {
    return unanswered.get();
  }

  static HttpResponse<String> get(String url, Optional<String> token) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10));
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    open.set(false);
  }
}
