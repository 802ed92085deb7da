package dev.slipway.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.DesiredState;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.cluster.Target;
import dev.slipway.manifest.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The Service that selects the workload's pods, and that the route names where there is one. Pure.
 */
record ServedService(DesiredState desired, Target target) {

  /**
   * @throws RefusedObjectException when it is not exactly one
   */
  String name() {
    List<String> selecting = selecting();
    Optional<Manifest> route = desired.find("HTTPRoute/" + target.route());
    if (route.isEmpty()) {
      return withoutRoute(selecting);
    }
    List<String> found = selecting.stream().filter(backends(route.get())::contains).toList();
    if (found.size() != 1) {
      throw new RefusedObjectException(
          "HTTPRoute/"
              + target.route()
              + " must name exactly one Service that selects the pods of Deployment/"
              + target.workload()
              + ", not "
              + (found.isEmpty() ? "none" : String.join(" and ", found)));
    }
    return found.getFirst();
  }

  /** Its weight is the number of pods, unless the path has a route that only has another name. */
  private String withoutRoute(List<String> selecting) {
    List<String> others =
        desired.objects().stream()
            .filter(object -> object.kind().equals("HTTPRoute"))
            .filter(object -> backends(object).stream().anyMatch(selecting::contains))
            .map(Manifest::id)
            .toList();
    if (!others.isEmpty()) {
      throw new RefusedObjectException(
          "the path has no HTTPRoute/"
              + target.route()
              + ", whose weights to shift, but "
              + String.join(" and ", others)
              + ": name it as the environment's 'route' in platform.yaml");
    }
    if (selecting.size() != 1) {
      throw new RefusedObjectException(
          "the path has no HTTPRoute/"
              + target.route()
              + ", whose weights to shift, and for a share by pods exactly one Service must select"
              + " the pods of Deployment/"
              + target.workload()
              + ", not "
              + (selecting.isEmpty() ? "none" : String.join(" and ", selecting)));
    }
    return selecting.getFirst();
  }

  /** Names of the Services that select the workload's pods, sorted. */
  private List<String> selecting() {
    JsonNode labels = desired.workload().json().at("/spec/template/metadata/labels");
    return desired.objects().stream()
        .filter(object -> object.kind().equals("Service"))
        .filter(service -> selects(service.json().at("/spec/selector"), labels))
        .map(Manifest::name)
        .sorted()
        .toList();
  }

  private static Set<String> backends(Manifest route) {
    Set<String> names = new TreeSet<>();
    for (JsonNode rule : route.json().path("spec").path("rules")) {
      for (JsonNode backend : rule.path("backendRefs")) {
        names.add(backend.path("name").asText());
      }
    }
    return names;
  }

  private static boolean selects(JsonNode selector, JsonNode labels) {
    return !selector.isEmpty()
        && selector.properties().stream()
            .allMatch(entry -> labels.path(entry.getKey()).equals(entry.getValue()));
  }
}
