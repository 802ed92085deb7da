package dev.slipway.starter.release;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.observation.RecordedRollout;
import dev.slipway.temporal.SlipwayDataConverter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A worker that has the record of one rollout. */
final class RecordsOfWorker implements AutoCloseable {

  private static final String PATH = "/observations/shop/1f2e3d4c5b6a-1/production";

  private final HttpServer server;

  RecordsOfWorker(RecordedRollout rollout, String lines) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      byte[] about = SlipwayDataConverter.mapper().writeValueAsBytes(rollout);
      server.createContext(PATH, exchange -> answer(exchange, about, lines));
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Pieces of three lines, so that a reader has to ask again. */
  private static void answer(HttpExchange exchange, byte[] about, String lines) throws IOException {
    byte[] body = about;
    if (exchange.getRequestURI().getPath().equals(PATH)) {
      int from = Integer.parseInt(exchange.getRequestURI().getQuery().replace("from=", ""));
      int until = from;
      for (int i = 0; i < 3 && until < lines.length(); i++) {
        until = lines.indexOf('\n', until) + 1;
      }
      body = lines.substring(from, until).getBytes(StandardCharsets.US_ASCII);
    }
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
