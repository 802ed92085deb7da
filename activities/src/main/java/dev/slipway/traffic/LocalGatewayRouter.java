package dev.slipway.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.cluster.Cluster;
import dev.slipway.delivery.HeaderRoute;

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
    double canary = inForce.path(route.canary()).asDouble(0);
    double stable = inForce.path(route.stable()).asDouble(0);
    return canary + stable > 0
        ? ShareInForce.of(100 * canary / (canary + stable))
        : ShareInForce.unknown("");
  }
}
