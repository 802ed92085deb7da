package dev.slipway.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is canaried, seen through its pod template.
 *
 * @param object a Deployment, or a Rollout of Argo Rollouts
 */
public record Workload(Manifest object) {

  /** What may be one. */
  public static final Set<String> KINDS = Set.of("Deployment", "Rollout");

  /**
   * @param name of the workload; blank means the only one there is
   * @return empty where there is none, or more than one
   */
  public static Optional<Workload> find(List<Manifest> objects, String name) {
    List<Manifest> workloads =
        objects.stream()
            .filter(object -> KINDS.contains(object.kind()))
            .filter(object -> name.isBlank() || object.name().equals(name))
            .toList();
    return workloads.size() == 1
        ? Optional.of(new Workload(workloads.getFirst()))
        : Optional.empty();
  }

  public JsonNode podTemplate() {
    return object.json().at("/spec/template");
  }

  /** The first container's image; empty where it names none. */
  public Optional<ImageName> image() {
    String image = podTemplate().at("/spec/containers/0/image").asText("");
    return image.isBlank() ? Optional.empty() : Optional.of(ImageName.parse(image));
  }

  /** The ConfigMaps and Secrets that its pods read, as {@code Kind/name}, sorted. */
  public TreeSet<String> configuration() {
    TreeSet<String> names = new TreeSet<>();
    JsonNode pod = podTemplate().path("spec");
    for (String containers : List.of("containers", "initContainers")) {
      for (JsonNode container : pod.path(containers)) {
        for (JsonNode from : container.path("envFrom")) {
          add(names, "ConfigMap", from.at("/configMapRef/name"));
          add(names, "Secret", from.at("/secretRef/name"));
        }
        for (JsonNode variable : container.path("env")) {
          add(names, "ConfigMap", variable.at("/valueFrom/configMapKeyRef/name"));
          add(names, "Secret", variable.at("/valueFrom/secretKeyRef/name"));
        }
      }
    }
    for (JsonNode volume : pod.path("volumes")) {
      add(names, "ConfigMap", volume.at("/configMap/name"));
      add(names, "Secret", volume.at("/secret/secretName"));
      for (JsonNode source : volume.at("/projected/sources")) {
        add(names, "ConfigMap", source.at("/configMap/name"));
        add(names, "Secret", source.at("/secret/name"));
      }
    }
    return names;
  }

  private static void add(TreeSet<String> names, String kind, JsonNode name) {
    if (name.isTextual()) {
      names.add(kind + "/" + name.asText());
    }
  }
}
