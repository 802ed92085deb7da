package dev.slipway.build.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A registry that wants a token of its token service, which gives one to ada (password {@code
 * s3cret}) and for the identity token {@code 1dentity}; it has one image, {@code team/shop:1}.
 */
final class StubTokenRegistry implements AutoCloseable {

  static final String DIGEST = "sha256:" + "cd".repeat(32);

  private static final String ADA = "Basic YWRhOnMzY3JldA==";

  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile String service = "";

  private StubTokenRegistry(HttpServer server) {
    this.server = server;
    server.createContext("/v2/team/shop/manifests/1", this::manifest);
    server.createContext("/token", this::token);
    server.start();
  }

  static StubTokenRegistry start() throws IOException {
    return new StubTokenRegistry(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** What it was asked, with the kind of what it was shown. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** The token service answers with this from now on. */
  void tokenServiceSays(String answer) {
    service = answer;
  }

  private void manifest(HttpExchange exchange) throws IOException {
    record(exchange, "");
    String shown =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
    exchange
        .getResponseHeaders()
        .set(
            "WWW-Authenticate",
            "Bearer realm=\"http://%s/token\",service=\"stub\",scope=\"repository:team/shop:pull\""
                .formatted(host()));
    exchange.getResponseHeaders().set("Docker-Content-Digest", DIGEST);
    exchange.sendResponseHeaders(shown.equals("Bearer t0ken") ? 200 : 401, -1);
    exchange.close();
  }

  private void token(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    record(exchange, body);
    boolean known =
        ADA.equals(exchange.getRequestHeaders().getFirst("Authorization"))
            || body.contains("refresh_token=1dentity");
    byte[] answer =
        (!service.isEmpty() ? service : "{\"access_token\":\"t0ken\"}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(known ? 200 : 401, known ? answer.length : -1);
    if (known) {
      exchange.getResponseBody().write(answer);
    }
    exchange.close();
  }

  private void record(HttpExchange exchange, String body) {
    String shown = exchange.getRequestHeaders().getFirst("Authorization");
    requests.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + (body.isEmpty() ? "" : " " + body)
            + (shown == null ? "" : " by " + shown.replaceFirst(" .*", "")));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
