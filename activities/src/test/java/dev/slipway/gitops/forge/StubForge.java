package dev.slipway.gitops.forge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.platform.SecretFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A forge that says what it was told to say, in turn; the last answer of a call is repeated. */
public final class StubForge implements AutoCloseable {

  public static final String TOKEN = "t0ken-that-nobody-may-see";

  private final HttpServer server;
  private final Map<String, Deque<Said>> answers = new HashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  /** What came in. */
  public record Call(
      String method, String path, String query, String body, Map<String, String> headers) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private record Said(int status, String body, Map<String, String> headers) {}

  private StubForge(HttpServer server) {
    this.server = server;
  }

  public static StubForge start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    StubForge forge = new StubForge(server);
    server.createContext("/", forge::answer);
    server.start();
    return forge;
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A client of it. */
  public ForgeHttp http(Path folder, Clock clock, Map<String, String> headers) throws IOException {
    return new ForgeHttp("stub", URI.create(url()), new SecretFile(token(folder)), headers, clock);
  }

  public ForgeSite site() {
    return new ForgeSite("stub", url());
  }

  public static Path token(Path folder) throws IOException {
    Path file = folder.resolve("token");
    Files.writeString(file, TOKEN + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  /**
   * @param call {@code GET /repos/o/r/pulls/1}, without its query
   */
  public StubForge says(String call, int status, String body) {
    return says(call, status, body, Map.of());
  }

  public synchronized StubForge says(
      String call, int status, String body, Map<String, String> headers) {
    answers.computeIfAbsent(call, key -> new ArrayDeque<>()).add(new Said(status, body, headers));
    return this;
  }

  public List<Call> calls() {
    return List.copyOf(calls);
  }

  public List<Call> calls(String call) {
    return calls.stream().filter(one -> one.toString().equals(call)).toList();
  }

  private synchronized Said next(String call) {
    Deque<Said> known = answers.get(call);
    if (known == null) {
      return new Said(404, "{\"message\":\"not found\"}", Map.of());
    }
    return known.size() > 1 ? known.removeFirst() : known.getFirst();
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
    URI uri = exchange.getRequestURI();
    String query = uri.getRawQuery();
    Call call =
        new Call(
            exchange.getRequestMethod(),
            uri.getPath(),
            query == null ? "" : query,
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            headers);
    calls.add(call);
    Said said = next(call.toString());
    byte[] body = said.body().getBytes(StandardCharsets.UTF_8);
    said.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(said.status(), body.length == 0 ? -1 : body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
