package dev.slipway.rollout;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a pod of the tests runs: answers with its greeting, and fails every n-th time. While it is
 * cold it fails every time, for as many requests as it is told. Of those that are told of a lot,
 * the one that draws it fails every second time.
 */
public final class TinyService {

  private static final AtomicInteger ASKED = new AtomicInteger();

  private TinyService() {}

  public static void main(String... arguments) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(System.getenv("PORT"))),
            0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    int failing = drewTheLot() ? 2 : Integer.parseInt(System.getenv("FAILS_EVERY"));
    int cold = Integer.parseInt(System.getenv().getOrDefault("COLD_FOR", "0"));
    server.createContext("/health", exchange -> answer(exchange, 200));
    server.createContext(
        "/",
        exchange -> {
          int asked = ASKED.incrementAndGet();
          boolean fails = asked <= cold || (failing > 0 && asked % failing == 0);
          answer(exchange, fails ? 500 : 200);
        });
    server.start();
  }

  /** Who makes the file has drawn it. */
  private static boolean drewTheLot() throws IOException {
    String lot = System.getenv().getOrDefault("LOT", "");
    try {
      return !lot.isEmpty() && Files.createFile(Path.of(lot)).isAbsolute();
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    byte[] body = System.getenv("GREETING").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
