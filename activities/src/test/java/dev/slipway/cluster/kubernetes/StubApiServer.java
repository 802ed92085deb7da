package dev.slipway.cluster.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.platform.ClusterBinding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Answers as an API server would, by a function of method and path with query. */
final class StubApiServer implements AutoCloseable {

  private final HttpServer server;
  private final List<String> asked = new ArrayList<>();
  private final List<String> impersonated = new ArrayList<>();
  private volatile Function<String, Reply> replies = call -> new Reply(404, "{}");

  StubApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  void answers(Function<String, Reply> function) {
    replies = function;
  }

  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  /** As whom each of them was asked; empty: as the worker itself. */
  synchronized List<String> impersonated() {
    return List.copyOf(impersonated);
  }

  ClusterBinding binding(Path directory) throws IOException {
    Path file = directory.resolve("kubeconfig");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: stub, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: ada, user: {token: s3cret}}]
        contexts: [{name: stub, context: {cluster: stub, user: ada}}]
        current-context: stub
        """
            .formatted(server.getAddress().getPort()));
    return new ClusterBinding(
        "stub", Optional.of(file.toString()), Optional.of("stub"), Optional.empty());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    exchange.getRequestBody().readAllBytes();
    synchronized (this) {
      asked.add(call);
      impersonated.add(
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Impersonate-User"))
              .orElse(""));
    }
    Reply reply = replies.apply(call);
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  record Reply(int status, String body) {

    static Reply failure(int status, String message) {
      return new Reply(status, "{\"kind\":\"Status\",\"message\":\"" + message + "\"}");
    }
  }
}
