package dev.slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalClusterClientTest {

  @TempDir private Path state;
  private final List<HttpServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  @Test
  void saysHowToStartAClusterThatIsNotThere() {
    assertThatThrownBy(() -> client().get("shops", "Deployment", "shop"))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> {
              assertThat(e.getType()).isEqualTo("UNREACHABLE");
              assertThat(e.isNonRetryable()).isFalse();
              assertThat(e.getOriginalMessage()).contains("slipway dev starts it");
            });
  }

  @Test
  void readsAddressAndTokenAgainWhenTheClusterCameBackElsewhere() throws IOException {
    serve("first", 404, "{}");
    Cluster cluster = client();
    assertThat(cluster.get("shops", "Deployment", "shop")).isEmpty();
    servers.getFirst().stop(0);
    serve("second", 404, "{}");

    assertThat(cluster.get("shops", "Deployment", "shop")).isEmpty();
  }

  @Test
  void readsTheTokenAgainWhenItIsNotKnownAnyMore() throws IOException {
    HttpServer server = serve("first", 404, "{}");
    Cluster cluster = client();
    assertThat(cluster.get("shops", "Deployment", "shop")).isEmpty();
    server.removeContext("/");
    answer(server, "second", 404, "{}");
    Files.writeString(state.resolve("token"), "second\n");

    assertThat(cluster.get("shops", "Deployment", "shop")).isEmpty();
  }

  @Test
  void neverTakesAnErrorForAnEmptyList() throws IOException {
    serve("token", 500, "{\"message\":\"the disk is full\"}");

    assertThatThrownBy(() -> client().list("shops", Map.of()))
        .isInstanceOf(ApplicationFailure.class)
        .hasMessageContaining("the local cluster says: the disk is full");
  }

  @Test
  void neverTakesAnAnswerWithoutItemsForAnEmptyList() throws IOException {
    serve("token", 200, "{\"things\":[]}");

    assertThatThrownBy(() -> client().list("shops", Map.of()))
        .isInstanceOf(ApplicationFailure.class);
  }

  @Test
  void passesOnWhatTheClusterRefuses() throws IOException {
    serve("token", 422, "{\"message\":\"spec.replicas must be a number\"}");

    assertThatThrownBy(
            () ->
                client()
                    .apply(
                        "shops",
                        Shop.json(
                            """
                            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"shop"}}
                            """),
                        Cluster.Effect.DRY_RUN))
        .isInstanceOf(RefusedObjectException.class)
        .hasMessage("Deployment/shop: spec.replicas must be a number");
  }

  @Test
  void refusesAnAnswerWithoutAnEnd() throws IOException {
    serve("token", 200, "x".repeat(9 << 20));

    assertThatThrownBy(() -> client().list("shops", Map.of()))
        .hasMessageContaining("more than 8 MiB");
  }

  private Cluster client() {
    return new LocalClusterClient(new LocalClusterConnection(state));
  }

  private HttpServer serve(String token, int status, String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    servers.add(server);
    answer(server, token, status, body);
    server.start();
    Files.writeString(state.resolve("token"), token);
    Files.writeString(
        state.resolve("cluster.json"),
        "{\"api\":\"http://127.0.0.1:" + server.getAddress().getPort() + "\"}");
    return server;
  }

  private static void answer(HttpServer server, String token, int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          boolean known =
              ("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(known ? status : 401, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }
}
