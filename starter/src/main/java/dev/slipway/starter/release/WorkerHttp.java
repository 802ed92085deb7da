package dev.slipway.starter.release;

import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.server.DevStackMarker;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a worker keeps on its disk and serves over HTTP. */
final class WorkerHttp {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final URI worker;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  private WorkerHttp(URI worker) {
    this.worker = worker;
  }

  /** The worker of {@code $SLIPWAY_WORKER_URL}, else that of {@code slipway dev}. */
  static WorkerHttp of(Map<String, String> environment) {
    @Nullable String given = environment.get("SLIPWAY_WORKER_URL");
    String url =
        Optional.ofNullable(given)
            .filter(text -> !text.isBlank())
            .or(() -> DevStackMarker.read(environment).flatMap(DevStackMarker::workerUrl))
            .orElseThrow(
                () ->
                    new CliException(
                        ExitCode.USAGE,
                        "No worker is known: set SLIPWAY_WORKER_URL to its address, such as http://127.0.0.1:7281."));
    try {
      URI worker = URI.create(url.endsWith("/") ? url : url + "/");
      if (worker.getHost() == null) {
        throw new IllegalArgumentException("it names no host");
      }
      return new WorkerHttp(worker);
    } catch (IllegalArgumentException e) {
      throw new CliException(
          ExitCode.USAGE,
          "SLIPWAY_WORKER_URL is not an address ("
              + e.getMessage()
              + "): http://HOST:PORT is expected.",
          e);
    }
  }

  /**
   * What is there from a byte on; empty when there is nothing new.
   *
   * @param segments of the path
   * @param missing what the worker does not have, for the sentence: "no such log"
   */
  byte[] read(List<String> segments, long from, String missing) {
    String path =
        segments.stream()
            .map(segment -> URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/"));
    URI address = worker.resolve(path + "?from=" + from);
    try {
      HttpResponse<byte[]> response =
          client.send(
              HttpRequest.newBuilder(address).timeout(LIMIT).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      return switch (response.statusCode()) {
        case 200, 206 -> response.body();
        case 204, 416 -> new byte[0];
        case 404 ->
            throw new CliException(
                ExitCode.NOT_FOUND,
                "The worker at "
                    + worker.getAuthority()
                    + " has "
                    + missing
                    + ", name it with SLIPWAY_WORKER_URL.");
        default ->
            throw new CliException(
                ExitCode.TROUBLE,
                "The worker answered "
                    + response.statusCode()
                    + " for "
                    + address
                    + ": see its own log.");
      };
    } catch (IOException e) {
      throw new CliException(
          ExitCode.UNREACHABLE,
          "The worker at "
              + worker.getAuthority()
              + " does not answer: start it, or set SLIPWAY_WORKER_URL.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "Interrupted.", e);
    }
  }
}
