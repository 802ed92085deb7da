package dev.slipway.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.manifest.Manifest;

/** What the gateways of an HTTPRoute say of its present generation. */
sealed interface RouteAcceptance {

  /** All of them serve it. */
  record Accepted() implements RouteAcceptance {}

  /**
   * One of them does not, or not yet.
   *
   * @param reason names the gateway
   */
  record Refused(String reason) implements RouteAcceptance {}

  static RouteAcceptance of(Manifest route) {
    long generation = route.json().path("metadata").path("generation").asLong(0);
    JsonNode wanted = route.json().path("spec").path("parentRefs");
    JsonNode parents = route.json().path("status").path("parents");
    for (JsonNode reference : wanted) {
      String gateway = reference.path("name").asText();
      boolean answered = false;
      for (JsonNode parent : parents) {
        if (parent.path("parentRef").path("name").asText().equals(gateway)) {
          answered = true;
          for (String type : new String[] {"Accepted", "ResolvedRefs"}) {
            RouteAcceptance of = condition(parent, gateway, type, generation);
            if (of instanceof Refused) {
              return of;
            }
          }
        }
      }
      if (!answered) {
        return new Refused("the gateway " + gateway + " says nothing of the route: is it there?");
      }
    }
    return wanted.isEmpty() ? new Refused("the route names no gateway") : new Accepted();
  }

  private static RouteAcceptance condition(
      JsonNode parent, String gateway, String type, long generation) {
    for (JsonNode condition : parent.path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        if (condition.path("observedGeneration").asLong(0) < generation) {
          return new Refused("the gateway " + gateway + " has not seen the last change yet");
        }
        return condition.path("status").asText().equals("True")
            ? new Accepted()
            : new Refused(
                "the gateway "
                    + gateway
                    + " does not obey: "
                    + condition.path("reason").asText()
                    + ", "
                    + condition.path("message").asText());
      }
    }
    return new Refused("the gateway " + gateway + " has not said " + type);
  }
}
