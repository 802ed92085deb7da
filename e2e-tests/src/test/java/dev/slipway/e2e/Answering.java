package dev.slipway.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The service under delivery: it behaves as its artifact, a properties file, says. Its first
 * argument is that file; it listens on {@code $PORT}.
 */
public final class Answering {

  private final Properties behaviour = new Properties();
  private final AtomicInteger asked = new AtomicInteger();

  private Answering(Path artifact) throws IOException {
    try (Reader reader = Files.newBufferedReader(artifact)) {
      behaviour.load(reader);
    }
  }

  /** Runs until it is stopped, or until it crashes as it was told. */
  public static void main(String[] arguments) throws IOException {
    Answering answering = new Answering(Path.of(arguments[0]));
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(System.getenv("PORT"))),
            0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/healthz", answering::health);
    server.createContext("/", answering::answer);
    server.start();
  }

  private void health(HttpExchange exchange) throws IOException {
    boolean ready = Boolean.parseBoolean(behaviour.getProperty("ready", "true"));
    send(exchange, ready ? 200 : 503, ready ? "ok" : "not ready: it waits for a database");
  }

  private void answer(HttpExchange exchange) throws IOException {
    int number = asked.incrementAndGet();
    if (number == Integer.parseInt(behaviour.getProperty("crashAt", "0"))) {
      System.err.println("out of luck");
      Runtime.getRuntime().halt(3);
    }
    int everySoMany = Integer.parseInt(behaviour.getProperty("failEvery", "0"));
    boolean fails = everySoMany > 0 && number % everySoMany == 0;
    send(exchange, fails ? 500 : 200, behaviour.getProperty("version") + "\n");
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
