package dev.slipway.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.Target;
import dev.slipway.delivery.HeaderRoute;
import dev.slipway.manifest.Manifest;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Weights in an HTTPRoute of the Gateway API, on whatever implementation serves it.
 *
 * <p>The Gateway API has no field for the weights in force. What is known: every parent gateway has
 * accepted this generation of the route and could resolve its backends. An implementation tells so
 * when it begins to carry it out (Traefik gathers changes for up to two seconds), so that a weight
 * counts as in force only some time after that was first seen.
 */
public final class GatewayApiRouter implements Router {

  /**
   * A controller whose API server was away watches again within 30 s and as much again by chance,
   * which is the longest back-off of Kubernetes' own client; then it gathers and writes.
   */
  private static final Duration OBEYS_WITHIN = Duration.ofSeconds(90);

  private final Cluster cluster;
  private final RouteWeights weights;
  private final Settled settled;

  /**
   * @param settling how long after it was seen to be accepted a weight counts as in force
   */
  public GatewayApiRouter(Cluster cluster, Clock clock, Duration settling) {
    this(cluster, new Settled(clock, settling));
  }

  private GatewayApiRouter(Cluster cluster, Settled settled) {
    this.cluster = cluster;
    this.settled = settled;
    weights = new RouteWeights(cluster);
  }

  @Override
  public Router within(Target target) {
    return new GatewayApiRouter(cluster.within(target, List.of()), settled);
  }

  @Override
  public Duration patience(Route route) {
    return OBEYS_WITHIN;
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
    return cluster
        .get(route.namespace(), RouteWeights.KIND, route.name())
        .map(live -> inForce(route, live))
        .orElseGet(() -> ShareInForce.unknown("there is no HTTPRoute/" + route.name()));
  }

  private ShareInForce inForce(Route route, Manifest live) {
    RouteAcceptance acceptance = RouteAcceptance.of(live);
    if (acceptance instanceof RouteAcceptance.Refused refused) {
      return ShareInForce.unknown(refused.reason());
    }
    if (!isSettled(live)) {
      return ShareInForce.unknown("the gateway has accepted it just now");
    }
    return share(live.json().path("spec").path("rules"), route);
  }

  private boolean isSettled(Manifest live) {
    JsonNode metadata = live.json().path("metadata");
    return settled.is(
        metadata.path("uid").asText(live.id()), metadata.path("generation").asLong(0));
  }

  /** The least of all rules: a canary's weight is what each of them gives it. */
  private static ShareInForce share(JsonNode rules, Route route) {
    double least = Double.MAX_VALUE;
    for (JsonNode rule : rules) {
      Map<String, Double> weights = new HashMap<>();
      for (JsonNode backend : rule.path("backendRefs")) {
        weights.merge(
            backend.path("name").asText(), backend.path("weight").asDouble(1), Double::sum);
      }
      Optional<ShareInForce> share = RouteWeights.share(weights, route);
      if (share.isPresent()) {
        OptionalDouble canary = share.get().canary();
        if (canary.isEmpty()) {
          return share.get();
        }
        least = Math.min(least, canary.getAsDouble());
      }
    }
    return least > 100
        ? ShareInForce.unknown("HTTPRoute/" + route.name() + " names neither version")
        : ShareInForce.of(least);
  }
}
