package shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** Tells what an item costs: GET /shop?item=7. Listens on the port that $PORT names. */
public final class Shop {

  private static final int SECONDS_TO_FINISH = 2;

  private final HttpServer server;

  public Shop(int port) throws IOException {
    // Without this an answer may wait 40 ms for the acknowledgement of its own headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/shop", Shop::tell);
    server.createContext("/healthz", exchange -> answer(exchange, 200, "{\"status\":\"ok\"}"));
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

  private static void tell(HttpExchange exchange) throws IOException {
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

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = (json + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  public static void main(String[] args) throws IOException {
    String port = System.getenv("PORT");
    if (port == null) {
      System.err.println("shop: set PORT to the port to listen on");
      System.exit(2);
    }
    Shop shop = new Shop(Integer.parseInt(port));
    Runtime.getRuntime().addShutdownHook(new Thread(shop::stop));
    shop.start();
    System.out.println("shop: listening on port " + shop.port());
  }
}
