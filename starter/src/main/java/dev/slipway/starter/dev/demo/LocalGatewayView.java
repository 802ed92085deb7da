package dev.slipway.starter.dev.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.starter.dev.DevException;
import dev.slipway.starter.dev.DevMarker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What the gateway of the local cluster really does: its weights in force, and its answers. */
final class LocalGatewayView implements LiveView {

  private static final String ROUTE = "/v1/namespaces/production/objects/HTTPRoute/shop";

  private final ObjectMapper json = new ObjectMapper();
  private final Path clusterState;
  private final ServiceAddress service;

  LocalGatewayView(DevMarker marker) {
    clusterState = Path.of(marker.clusterState());
    service = new ServiceAddress(marker.gateway());
  }

  /** Share of traffic by Service, as the gateway uses it now. */
  private Map<String, Double> weightsInForce() {
    try {
      String api =
          json.readTree(Files.readString(clusterState.resolve("cluster.json")))
              .path("api")
              .asText();
      String token = Files.readString(clusterState.resolve("token")).strip();
      Answer answer =
          service.send(
              HttpRequest.newBuilder(URI.create(api + ROUTE))
                  .header("Authorization", "Bearer " + token));
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
      throw new DevException(
          "The demo cannot reach the local cluster (" + e + "): see slipway dev status.", e);
    }
  }

  @Override
  public boolean isAtRest() {
    Map<String, Double> weights = weightsInForce();
    return weights.getOrDefault("shop", 0.0) > 0
        && weights.entrySet().stream()
            .noneMatch(entry -> !entry.getKey().equals("shop") && entry.getValue() > 0);
  }

  @Override
  public Answer ask(int item) {
    return service.ask(item);
  }
}
