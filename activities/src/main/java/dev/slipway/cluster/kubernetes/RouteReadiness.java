package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.ObjectCondition;
import dev.slipway.manifest.Manifest;
import java.util.List;

/** How a route of the Gateway API is: whether each of its gateways takes it as it is now. */
final class RouteReadiness {

  private RouteReadiness() {}

  static boolean isRoute(Manifest live) {
    return live.kind().endsWith("Route")
        && live.json().path("apiVersion").asText().startsWith("gateway.networking.k8s.io/");
  }

  static ObjectCondition of(Manifest route) {
    long generation = route.json().path("metadata").path("generation").asLong(0);
    for (JsonNode wanted : route.json().at("/spec/parentRefs")) {
      String gateway = wanted.path("name").asText();
      boolean answered = false;
      for (JsonNode parent : route.json().at("/status/parents")) {
        if (parent.at("/parentRef/name").asText().equals(gateway)) {
          answered = true;
          ObjectCondition of = of(gateway, new Conditions(parent.path("conditions")), generation);
          if (!of.equals(ObjectCondition.HEALTHY)) {
            return of;
          }
        }
      }
      if (!answered) {
        return ObjectCondition.progressing(
            "the gateway " + gateway + " says nothing of it: is it there?");
      }
    }
    return ObjectCondition.HEALTHY;
  }

  private static ObjectCondition of(String gateway, Conditions conditions, long generation) {
    for (String type : List.of("Accepted", "ResolvedRefs")) {
      if (!conditions.has(type) || conditions.isOutdated(type, generation)) {
        return ObjectCondition.progressing(
            "the gateway " + gateway + " has not seen the last change yet");
      }
      if (!conditions.isTrue(type)) {
        return ObjectCondition.degraded(
            "the gateway " + gateway + " does not take it: " + conditions.said(type));
      }
    }
    return ObjectCondition.HEALTHY;
  }
}
