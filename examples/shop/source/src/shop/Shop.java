package shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;

/** Tells what an item costs: GET /shop?item=7. Where it listens, its environment says. */
public final class Shop {

  private static final int SECONDS_TO_FINISH = 2;

  private final HttpServer server;
  private final Answers answers = new Answers();

  /**
   * @param base path below which it lies at a shared gateway; empty where it has one of its own
   */
  public Shop(InetSocketAddress address, String base) throws IOException {
    // Without this an answer may wait 40 ms for the acknowledgement of its own headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(address, 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(base + "/shop", this::tell);
    server.createContext("/healthz", exchange -> send(exchange, 200, "{\"status\":\"ok\"}\n"));
    server.createContext("/metrics", exchange -> send(exchange, 200, answers.text()));
  }

  public void start() {
    server.start();
  }

  /** Requests that have begun are finished first. */
  public void stop() {
    server.stop(SECONDS_TO_FINISH);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void tell(HttpExchange exchange) throws IOException {
    try {
      answer(exchange, 200, Catalogue.describe(item(exchange.getRequestURI().getQuery())));
    } catch (IllegalArgumentException e) {
      answer(exchange, 400, "{\"message\":\"" + e.getMessage() + "\"}");
    } catch (RuntimeException e) {
      answer(exchange, 500, "{\"message\":\"" + e + "\"}");
    }
  }

  private static int item(String query) {
    if (query == null || !query.matches("item=[0-9]{1,4}")) {
      throw new IllegalArgumentException("ask for an item by its number: /shop?item=7");
    }
    return Integer.parseInt(query.substring("item=".length()));
  }

  private void answer(HttpExchange exchange, int status, String json) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    answers.count(status);
    send(exchange, status, json + "\n");
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /**
   * PORT is needed. HOST: the address to listen on (default: this machine only); BASE_PATH: where
   * it lies at a shared gateway; SECONDS_TO_LINGER: how long it goes on answering when it is told to
   * end, until the last one has heard of it.
   */
  public static void main(String[] args) throws IOException {
    Map<String, String> environment = System.getenv();
    String port = environment.get("PORT");
    if (port == null) {
      System.err.println("shop: set PORT to the port to listen on");
      System.exit(2);
    }
    InetSocketAddress address =
        new InetSocketAddress(
            environment.getOrDefault("HOST", "127.0.0.1"), Integer.parseInt(port));
    long linger = Long.parseLong(environment.getOrDefault("SECONDS_TO_LINGER", "0"));
    Shop shop = new Shop(address, environment.getOrDefault("BASE_PATH", ""));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(shop, linger)));
    shop.start();
    System.out.println("shop: listening on port " + shop.port());
  }

  private static void end(Shop shop, long linger) {
    try {
      Thread.sleep(1000 * linger);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    shop.stop();
  }
}
