package dev.slipway.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.platform.PrometheusBinding;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A Prometheus that answers what a test says, series by series: it looks up in the query what each
 * part is asked as, and says nothing that was not asked for.
 */
final class StubPrometheus implements AutoCloseable {

  private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> series = new ArrayList<>();
  private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
  private volatile String lastQuery = "";
  private volatile Reply reply = this::vector;
  private double now = START.getEpochSecond();

  /** How a question is answered. */
  @FunctionalInterface
  interface Reply {
    void to(HttpExchange exchange) throws IOException;
  }

  private StubPrometheus(HttpServer server) {
    this.server = server;
  }

  static StubPrometheus start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    StubPrometheus stub = new StubPrometheus(server);
    server.setExecutor(stub.threads);
    server.createContext("/", stub::answer);
    server.start();
    return stub;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  PrometheusBinding binding() {
    return new PrometheusBinding(
        "main",
        url(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  void replies(Reply how) {
    reply = how;
  }

  void replies(int status, String body) {
    reply = exchange -> say(exchange, status, body);
  }

  /** Seconds since the test began. */
  void at(double seconds) {
    now = START.getEpochSecond() + seconds;
  }

  void forget() {
    series.clear();
  }

  /**
   * The gateway's counters of one version.
   *
   * @param instance of the gateway
   * @param scraped seconds since the test began
   */
  void counts(
      Version version, String instance, double scraped, long requests, long errors, long fast) {
    value(version, "requests", instance, "", requests);
    value(version, "errors", instance, "", errors);
    value(version, "latency", instance, "0.1", fast);
    value(version, "latency", instance, "+Inf", requests);
    scraped(instance, scraped);
  }

  void scraped(String instance, double seconds) {
    series.add(element("time", instance, "", String.valueOf(START.getEpochSecond() + seconds)));
  }

  /** Samples in five minutes. */
  void samples(int count) {
    series.add(element("samples", "", "", String.valueOf(count)));
  }

  void value(Version version, String metric, String instance, String le, Object value) {
    series.add(element(version + " " + metric, instance, le, String.valueOf(value)));
  }

  String query() {
    return lastQuery;
  }

  Map<String, List<String>> lastHeaders() {
    return headers.getLast();
  }

  private static String element(String what, String instance, String le, String value) {
    String labels =
        (instance.isEmpty() ? "" : ",\"instance\":\"" + instance + "\"")
            + (le.isEmpty() ? "" : ",\"le\":\"" + le + "\"");
    return "{\"metric\":{\"slipway\":\"@"
        + what
        + "@\""
        + labels
        + "},\"value\":[0,\""
        + value
        + "\"]}";
  }

  private void answer(HttpExchange exchange) throws IOException {
    headers.add(Map.copyOf(exchange.getRequestHeaders()));
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    for (String field : form.split("&", -1)) {
      if (field.startsWith("query=")) {
        lastQuery = URLDecoder.decode(field.substring(6), StandardCharsets.UTF_8);
      }
    }
    try (exchange) {
      reply.to(exchange);
    }
  }

  private void vector(HttpExchange exchange) throws IOException {
    List<String> elements = new ArrayList<>(series);
    elements.add(element("now", "", "", String.format(Locale.ROOT, "%.3f", now)));
    say(exchange, 200, success(String.join(",", elements)));
  }

  /** A good answer with these elements, told as the query asks for them. */
  String success(String elements) {
    String body =
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
            + elements
            + "]}}";
    List<WantedCounter> wanted = WantedCounter.of(Orders.small(), QueryPreset.TRAEFIK.queries());
    for (int i = 0; i < wanted.size(); i++) {
      WantedCounter counter = wanted.get(i);
      body =
          body.replace("@" + counter.version() + " " + counter.metric() + "@", String.valueOf(i));
    }
    return body.replaceAll("@(\\w+)@", "$1");
  }

  static void say(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
