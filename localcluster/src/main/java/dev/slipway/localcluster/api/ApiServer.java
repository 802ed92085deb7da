package dev.slipway.localcluster.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.localcluster.gateway.Endpoints;
import dev.slipway.localcluster.gateway.Gateway;
import dev.slipway.localcluster.object.ChangeLog;
import dev.slipway.localcluster.object.InvalidObject;
import dev.slipway.localcluster.object.Json;
import dev.slipway.localcluster.object.ObjectKey;
import dev.slipway.localcluster.object.ObjectStore;
import dev.slipway.localcluster.object.OutOfDate;
import dev.slipway.localcluster.pod.EndpointPublication;
import dev.slipway.localcluster.pod.PodController;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP API on the loopback address. */
public final class ApiServer implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(ApiServer.class.getName());

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Doorkeeper doorkeeper;
  private final ObjectCalls objectCalls;
  private final PodCalls podCalls;
  private final WatchCall watchCall;
  private final Gateway gateway;

  private ApiServer(
      HttpServer server, Doorkeeper doorkeeper, Parts parts, ObjectCalls objectCalls) {
    this.server = server;
    this.doorkeeper = doorkeeper;
    this.objectCalls = objectCalls;
    this.podCalls = new PodCalls(parts.pods());
    this.watchCall = new WatchCall(parts.changes(), parts.objects());
    this.gateway = parts.gateway();
  }

  /** What the API speaks for. */
  public record Parts(
      ObjectStore objects,
      ChangeLog changes,
      PodController pods,
      EndpointPublication publication,
      Endpoints endpoints,
      Gateway gateway) {}

  /**
   * Takes the port; requests wait until {@link #serve}.
   *
   * @throws java.net.BindException when the port is taken
   */
  public static ApiServer bind(int port, String token, Parts parts) throws IOException {
    // Without it every small answer on a kept connection waits for a delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    ObjectCalls calls =
        new ObjectCalls(
            parts.objects(), parts.pods(), parts.publication(), parts.endpoints(), parts.gateway());
    return new ApiServer(
        server, new Doorkeeper(token, server.getAddress().getPort()), parts, calls);
  }

  /** Begins to answer. */
  public void serve() {
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      byte[] body = answer.bytes();
      boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(answer.code(), empty ? -1 : body.length);
      if (!empty) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Answer answer(HttpExchange exchange) {
    try {
      Call call = Call.of(exchange);
      doorkeeper.check(call);
      return answer(call);
    } catch (ApiFailure e) {
      return Answer.error(e.code(), String.valueOf(e.getMessage()));
    } catch (InvalidObject e) {
      return Answer.invalid(e);
    } catch (OutOfDate e) {
      return Answer.error(409, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "A call could not be answered.", e);
      return Answer.error(500, "The cluster could not do that: " + e.getMessage());
    }
  }

  private Answer answer(Call call) throws IOException {
    List<String> path = call.path();
    if (path.equals(List.of("healthz"))) {
      only(call, "GET");
      return Answer.json(Json.object().put("status", "ok"));
    }
    if (path.equals(List.of("metrics"))) {
      only(call, "GET");
      return Answer.text("text/plain; version=0.0.4; charset=utf-8", gateway.metrics().text());
    }
    if (path.equals(List.of("v1", "watch"))) {
      only(call, "GET");
      return watchCall.answer(call);
    }
    if (path.size() >= 4 && path.get(0).equals("v1") && path.get(1).equals("namespaces")) {
      return inNamespace(call, path.get(2), path.subList(3, path.size()));
    }
    throw new ApiFailure(404, "There is no such address in this API.");
  }

  private Answer inNamespace(Call call, String namespace, List<String> rest) throws IOException {
    if (rest.equals(List.of("objects"))) {
      only(call, "GET");
      return objectCalls.list(call, namespace);
    }
    if (rest.equals(List.of("pods"))) {
      only(call, "GET");
      return podCalls.list(namespace);
    }
    if (rest.size() == 3 && rest.get(0).equals("objects")) {
      ObjectKey key = ObjectCalls.key(namespace, rest.get(1), rest.get(2));
      return switch (call.method()) {
        case "GET" -> objectCalls.get(key);
        case "PUT" -> objectCalls.put(call, key);
        case "DELETE" -> objectCalls.delete(key);
        default -> throw new ApiFailure(405, "An object takes GET, PUT and DELETE.");
      };
    }
    if (rest.size() == 3 && rest.get(0).equals("pods") && rest.get(2).equals("log")) {
      only(call, "GET");
      return podCalls.log(call, namespace, rest.get(1));
    }
    throw new ApiFailure(404, "There is no such address in this API.");
  }

  private static void only(Call call, String method) {
    if (!call.method().equals(method)) {
      throw new ApiFailure(405, "This address takes " + method + " only.");
    }
  }
}
