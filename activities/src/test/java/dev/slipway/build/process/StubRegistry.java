package dev.slipway.build.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A registry that has one image, or none. */
final class StubRegistry implements AutoCloseable {

  private final HttpServer server;
  private final Optional<String> digest;
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();

  private StubRegistry(HttpServer server, Optional<String> digest) {
    this.server = server;
    this.digest = digest;
  }

  static StubRegistry start(Optional<String> digest) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    StubRegistry registry = new StubRegistry(server, digest);
    server.createContext("/", registry::answer);
    server.start();
    return registry;
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  List<String> paths() {
    return List.copyOf(paths);
  }

  void failNext(int times) {
    failures.set(times);
  }

  private void answer(HttpExchange exchange) throws IOException {
    paths.add(exchange.getRequestURI().getPath());
    digest.ifPresent(value -> exchange.getResponseHeaders().set("Docker-Content-Digest", value));
    int status = failures.getAndDecrement() > 0 ? 503 : digest.isPresent() ? 200 : 404;
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
