package dev.slipway.localcluster.gateway;

import dev.slipway.localcluster.gateway.RoutingTable.Rule;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The requests of one client's connection, one after the other. */
final class ClientConnection {

  private static final int IDLE_MILLIS = 75_000;
  private static final int LONGEST_UNREAD = 1024 * 1024;

  private final Socket socket;
  private final HttpInput input;
  private final OutputStream output;
  private final Supplier<RoutingTable> table;
  private final Endpoints endpoints;
  private final GatewayMetrics metrics;

  ClientConnection(
      Socket socket, Supplier<RoutingTable> table, Endpoints endpoints, GatewayMetrics metrics)
      throws IOException {
    this.socket = socket;
    this.input = new HttpInput(socket.getInputStream());
    this.output = new BufferedOutputStream(socket.getOutputStream(), 16 * 1024);
    this.table = table;
    this.endpoints = endpoints;
    this.metrics = metrics;
  }

  /** Until the client leaves, or a request cannot be understood. */
  void run() throws IOException {
    socket.setSoTimeout(IDLE_MILLIS);
    try {
      boolean again = true;
      while (again && !input.atEnd()) {
        again = answer();
      }
    } catch (MalformedMessage e) {
      reply(400, "The request cannot be understood: " + e.getMessage() + ".", true);
    }
  }

  /** Whether the connection can be used for another request. */
  private boolean answer() throws IOException {
    HttpHead head = HttpHead.read(input);
    long start = System.nanoTime();
    RequestLine request = RequestLine.of(head);
    Framing framing = Framing.ofRequest(head);
    Optional<Rule> rule = table.get().find(request, head);
    boolean again = request.http11() && head.keepsAlive(true);
    if (rule.isEmpty()) {
      return refuse(404, "No route is for this host and path.", framing, again);
    }
    Outcome outcome = new Outcome(metrics, rule.get(), start);
    return new Exchange(this, head, request, framing, outcome).run(endpoints, again);
  }

  /**
   * Answers instead of a backend; reads a body that is not too long, so that the next can follow.
   */
  boolean refuse(int code, String sentence, Framing framing, boolean again) throws IOException {
    BodyReader body = new BodyReader(input, framing);
    byte[] unread = new byte[8 * 1024];
    int left = LONGEST_UNREAD;
    while (left > 0 && !body.done()) {
      left -= Math.max(1, body.read(unread));
    }
    boolean further = again && body.done();
    reply(code, sentence, !further);
    return further;
  }

  HttpInput input() {
    return input;
  }

  OutputStream output() {
    return output;
  }

  String address() {
    return socket.getInetAddress().getHostAddress();
  }

  private void reply(int code, String sentence, boolean close) throws IOException {
    byte[] body = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
    HttpHead head =
        new HttpHead(
            "HTTP/1.1 " + code + " " + reason(code),
            List.of(
                new Header("Content-Type", "text/plain; charset=utf-8"),
                new Header("Content-Length", Integer.toString(body.length)),
                new Header("Connection", close ? "close" : "keep-alive")));
    output.write(head.bytes());
    output.write(body);
    output.flush();
  }

  private static String reason(int code) {
    return switch (code) {
      case 400 -> "Bad Request";
      case 404 -> "Not Found";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      default -> throw new IllegalArgumentException("The gateway itself never answers " + code);
    };
  }
}
