package dev.slipway.starter.dev.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.starter.dev.DevException;
import java.util.ArrayList;
import java.util.List;

/** What runs on the Kubernetes cluster, as kubectl shows it, and what its gateway answers. */
final class ClusterView implements LiveView {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Kubectl kubectl;
  private final String namespace;
  private final ServiceAddress service;

  /**
   * @param service where it answers
   */
  ClusterView(Kubectl kubectl, String namespace, String service) {
    this.kubectl = kubectl;
    this.namespace = namespace;
    this.service = new ServiceAddress(service);
  }

  /**
   * The route leads to the team's own Service alone, and only the team's own Deployment is there.
   */
  @Override
  public boolean isAtRest() {
    return backends().equals(List.of("shop")) && deployments().equals(List.of("shop"));
  }

  @Override
  public Answer ask(int item) {
    return service.ask(item);
  }

  private List<String> backends() {
    List<String> backends = new ArrayList<>();
    for (JsonNode rule : get("httproutes/shop").path("spec").path("rules")) {
      for (JsonNode backend : rule.path("backendRefs")) {
        if (backend.path("weight").asInt(1) > 0) {
          backends.add(backend.path("name").asText());
        }
      }
    }
    return backends;
  }

  private List<String> deployments() {
    List<String> names = new ArrayList<>();
    for (JsonNode deployment : get("deployments").path("items")) {
      names.add(deployment.path("metadata").path("name").asText());
    }
    return names;
  }

  private JsonNode get(String what) {
    String answer = kubectl.required("--namespace", namespace, "get", what, "--output", "json");
    try {
      return JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      throw new DevException("kubectl get " + what + " does not answer with JSON: " + answer, e);
    }
  }
}
