package dev.slipway.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.cluster.Cluster;
import dev.slipway.delivery.HeaderRoute;
import java.util.HashMap;
import java.util.Map;

/**
 * Weights in the HTTPRoute of a cluster whose gateway tells in {@code status.weightsInForce} which
 * weights it really uses: the local one.
 */
public final class LocalGatewayRouter implements Router {

  private final Cluster cluster;
  private final RouteWeights weights;

  public LocalGatewayRouter(Cluster cluster) {
    this.cluster = cluster;
    weights = new RouteWeights(cluster);
  }

  @Override
  public void shift(Route route, double canary) {
    weights.set(route, canary);
  }

  @Override
  public void admit(Route route, HeaderRoute header) {
    weights.admit(route, header);
  }

  @Override
  public ShareInForce inForce(Route route) {
    JsonNode inForce =
        cluster
            .get(route.namespace(), RouteWeights.KIND, route.name())
            .map(live -> live.json().path("status").path("weightsInForce"))
            .orElse(JsonNodeFactory.instance.objectNode());
    Map<String, Double> weights = new HashMap<>();
    inForce
        .properties()
        .forEach(backend -> weights.put(backend.getKey(), backend.getValue().asDouble(0)));
    return RouteWeights.share(weights, route).orElseGet(() -> ShareInForce.unknown(""));
  }
}
