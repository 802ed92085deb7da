package dev.slipway.localcluster.testpod;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** A small real service that a pod runs; what it can do is in its paths. */
public final class PodMain {

  private PodMain() {}

  public static void main(String... args) throws IOException, InterruptedException {
    Thread.sleep(Long.parseLong(variable("START_DELAY_MILLIS", "0")));
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(variable("PORT", "0"))),
            0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> say(exchange, variable("VERSION", "?")));
    server.createContext("/health", exchange -> say(exchange, "ok"));
    server.createContext("/args", exchange -> say(exchange, String.join(" ", args)));
    server.createContext("/env", PodMain::environment);
    server.createContext("/slow", PodMain::slow);
    server.createContext("/echo", PodMain::echo);
    server.createContext("/headers", PodMain::headers);
    server.createContext("/stream", PodMain::stream);
    server.createContext("/drop", exchange -> Runtime.getRuntime().halt(7));
    server.createContext("/status", PodMain::status);
    server.createContext("/child", PodMain::child);
    server.start();
    System.out.println("listening, version " + variable("VERSION", "?"));
  }

  private static void environment(HttpExchange exchange) throws IOException {
    say(exchange, String.valueOf(new java.util.TreeMap<>(System.getenv())));
  }

  private static void slow(HttpExchange exchange) throws IOException {
    System.out.println("slow begins");
    try {
      Thread.sleep(Long.parseLong(exchange.getRequestURI().getQuery()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    say(exchange, "slow " + variable("VERSION", "?"));
  }

  private static void echo(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void headers(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("X-Answer", "kept");
    exchange.getResponseHeaders().set("Keep-Alive", "timeout=1");
    StringBuilder text = new StringBuilder(exchange.getRequestMethod());
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> text.append('\n').append(name).append('=').append(values));
    say(exchange, text.toString());
  }

  private static void stream(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      for (int i = 0; i < 3; i++) {
        body.write(("part " + i + "\n").getBytes(StandardCharsets.UTF_8));
        body.flush();
        Thread.sleep(i == 0 ? Long.parseLong(exchange.getRequestURI().getQuery()) : 0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void status(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(Integer.parseInt(exchange.getRequestURI().getQuery()), -1);
    exchange.close();
  }

  /** Starts a process that leaves the pod's own session. */
  private static void child(HttpExchange exchange) throws IOException {
    Process child = new ProcessBuilder("/usr/bin/setsid", "/bin/sleep", "600").start();
    say(exchange, Long.toString(child.pid()));
  }

  private static void say(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String variable(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null ? otherwise : value;
  }
}
