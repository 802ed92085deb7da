package dev.slipway.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.Cluster;
import dev.slipway.manifest.Manifest;
import dev.slipway.traffic.Route;
import java.util.List;

/**
 * Routes of the same namespace that bring traffic to the stable Service past the route whose
 * weights are shifted: what comes by them is not canaried.
 */
final class OtherWays {

  private final List<String> ids;

  OtherWays(Cluster cluster, Route route) {
    // Where pods make the weight, whatever comes to the Service is shared.
    ids =
        (route.isByPods() ? List.<Manifest>of() : cluster.routes(route.namespace()))
            .stream()
                .filter(object -> !object.id().equals("HTTPRoute/" + route.name()))
                .filter(object -> leadsTo(object, route.stable()))
                .filter(object -> !leadsTo(object, route.canary()))
                .map(Manifest::id)
                .sorted()
                .toList();
  }

  boolean isEmpty() {
    return ids.isEmpty();
  }

  /** Such as {@code HTTPRoute/internal}; sorted. */
  List<String> ids() {
    return ids;
  }

  /** What a person has to know of them, to be appended; empty where there are none. */
  String sentence() {
    return ids.isEmpty()
        ? ""
        : "; not canaried is what comes by "
            + String.join(" and ", ids)
            + ", which leads past the weights";
  }

  private static boolean leadsTo(Manifest object, String service) {
    JsonNode spec = object.json().path("spec");
    return switch (object.kind()) {
      case "HTTPRoute" ->
          spec.path("rules").findValues("backendRefs").stream()
              .anyMatch(backends -> names(backends, service));
      case "Ingress" ->
          spec.findParents("service").stream()
              .anyMatch(backend -> backend.path("service").path("name").asText().equals(service));
      case "IngressRoute" ->
          spec.path("routes").findValues("services").stream()
              .anyMatch(services -> names(services, service));
      default -> false;
    };
  }

  private static boolean names(JsonNode backends, String service) {
    for (JsonNode backend : backends) {
      if (backend.path("name").asText().equals(service)) {
        return true;
      }
    }
    return false;
  }
}
