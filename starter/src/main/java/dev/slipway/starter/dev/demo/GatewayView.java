package dev.slipway.starter.dev.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.starter.dev.DevException;
import dev.slipway.starter.dev.DevMarker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What the gateway really does: its weights in force, and what it answers. */
final class GatewayView {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final String ROUTE = "/v1/namespaces/production/objects/HTTPRoute/shop";

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final ObjectMapper json = new ObjectMapper();
  private final Path clusterState;
  private final String gateway;

  /** A status and a body. */
  record Answer(int status, String body) {}

  GatewayView(DevMarker marker) {
    clusterState = Path.of(marker.clusterState());
    gateway = marker.gateway();
  }

  /** Share of traffic by Service, as the gateway uses it now. */
  Map<String, Double> weightsInForce() {
    try {
      String api =
          json.readTree(Files.readString(clusterState.resolve("cluster.json")))
              .path("api")
              .asText();
      String token = Files.readString(clusterState.resolve("token")).strip();
      Answer answer =
          send(
              HttpRequest.newBuilder(URI.create(api + ROUTE))
                  .timeout(LIMIT)
                  .header("Authorization", "Bearer " + token)
                  .build());
      if (answer.status() != 200) {
        throw new DevException("The local cluster tells no route of shop: " + answer.body());
      }
      Map<String, Double> weights = new TreeMap<>();
      for (Map.Entry<String, JsonNode> entry :
          json.readTree(answer.body()).path("status").path("weightsInForce").properties()) {
        weights.put(entry.getKey(), entry.getValue().asDouble());
      }
      return weights;
    } catch (IOException e) {
      throw unreachable("the local cluster", e);
    }
  }

  /** Whether all traffic goes to the team's own Service, as it should at rest. */
  boolean isAtRest() {
    Map<String, Double> weights = weightsInForce();
    return weights.getOrDefault("shop", 0.0) > 0
        && weights.entrySet().stream()
            .noneMatch(entry -> !entry.getKey().equals("shop") && entry.getValue() > 0);
  }

  Answer ask(int item) {
    try {
      return send(
          HttpRequest.newBuilder(URI.create(gateway + "/shop?item=" + item))
              .timeout(LIMIT)
              .build());
    } catch (IOException e) {
      throw unreachable("the gateway", e);
    }
  }

  private Answer send(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body().strip());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DevException("Interrupted.", e);
    }
  }

  private static DevException unreachable(String what, IOException e) {
    return new DevException(
        "The demo cannot reach " + what + " (" + e + "): see slipway dev status.", e);
  }
}
