package dev.slipway.gitops.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.manifest.ImageName;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.YamlFile;
import dev.slipway.temporal.FailureType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The part of Kustomize that works without its binary: {@code resources} inside the repository,
 * {@code images} and {@code namespace}. Any other field is refused by name, never left out.
 */
public record Kustomization(
    YamlFile yaml, List<Resource> resources, List<Image> images, Optional<String> namespace) {

  private static final Set<String> IMAGE_FIELDS = Set.of("name", "newName", "newTag", "digest");
  private static final Set<String> CLUSTER_WIDE =
      Set.of(
          "Namespace",
          "ClusterRole",
          "ClusterRoleBinding",
          "CustomResourceDefinition",
          "PersistentVolume",
          "StorageClass",
          "PriorityClass",
          "GatewayClass",
          "IngressClass",
          "ValidatingWebhookConfiguration",
          "MutatingWebhookConfiguration");

  /** One line of {@code resources}. */
  record Resource(String path, Node node) {}

  /**
   * One entry of {@code images}.
   *
   * @param node from which an edit finds the text to change
   */
  public record Image(
      String name,
      Optional<String> newName,
      Optional<String> newTag,
      Optional<String> digest,
      MappingNode node) {

    private ImageName applied(ImageName image) {
      String applied = newName.orElse(image.name());
      if (digest.isPresent()) {
        return new ImageName(applied, Optional.empty(), digest);
      }
      return newTag.isPresent()
          ? new ImageName(applied, newTag, Optional.empty())
          : new ImageName(applied, image.tag(), image.digest());
    }
  }

  public Kustomization {
    resources = List.copyOf(resources);
    images = List.copyOf(images);
  }

  /**
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED with file and line
   */
  public static Kustomization parse(String path, String text) {
    return parse(YamlFile.parse(path, text));
  }

  /** See {@link #parse(String, String)}. */
  public static Kustomization parse(YamlFile yaml) {
    if (yaml.documents().size() != 1
        || !(yaml.documents().getFirst() instanceof MappingNode root)) {
      throw FailureType.MISCONFIGURED.permanent(
          yaml.path() + ":1: one object with 'resources' belongs here");
    }
    List<Resource> resources = new ArrayList<>();
    List<Image> images = new ArrayList<>();
    Optional<String> namespace = Optional.empty();
    for (NodeTuple tuple : root.getValue()) {
      String field = scalar(yaml, tuple.getKeyNode());
      switch (field) {
        case "apiVersion", "kind" -> {}
        case "resources" -> {
          for (Node item : YamlFile.items(tuple.getValueNode())) {
            resources.add(resource(yaml, item));
          }
        }
        case "images" -> {
          for (Node item : YamlFile.items(tuple.getValueNode())) {
            images.add(image(yaml, item));
          }
        }
        case "namespace" -> namespace = Optional.of(scalar(yaml, tuple.getValueNode()));
        default -> throw needsKustomize(yaml, tuple.getKeyNode(), field);
      }
    }
    return new Kustomization(yaml, resources, images, namespace);
  }

  private static Resource resource(YamlFile yaml, Node item) {
    String path = scalar(yaml, item);
    if (path.contains("://") || path.contains("?ref=") || path.contains("github.com/")) {
      throw needsKustomize(yaml, item, "resources: " + path);
    }
    if (path.startsWith("/") || path.contains("\\")) {
      throw yaml.problem(item, "'" + path + "' has to be relative");
    }
    return new Resource(path, item);
  }

  private static Image image(YamlFile yaml, Node item) {
    if (!(item instanceof MappingNode mapping)) {
      throw yaml.problem(item, "an image with 'name' belongs here");
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String field = scalar(yaml, tuple.getKeyNode());
      if (!IMAGE_FIELDS.contains(field)) {
        throw needsKustomize(yaml, tuple.getKeyNode(), "images." + field);
      }
    }
    String name =
        YamlFile.text(item, "name")
            .orElseThrow(() -> yaml.problem(item, "an image needs a 'name'"));
    return new Image(
        name,
        YamlFile.text(item, "newName"),
        YamlFile.text(item, "newTag"),
        YamlFile.text(item, "digest"),
        mapping);
  }

  private static RuntimeException needsKustomize(YamlFile yaml, Node node, String field) {
    return yaml.problem(
        node, "'" + field + "' needs the Kustomize renderer, which comes with Kubernetes");
  }

  private static String scalar(YamlFile yaml, Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw yaml.problem(node, "a text belongs here");
  }

  /** The object with this kustomization's images and namespace. */
  Manifest transform(Manifest manifest) {
    if (images.isEmpty() && namespace.isEmpty()) {
      return manifest;
    }
    ObjectNode json = manifest.json().deepCopy();
    if (namespace.isPresent()
        && !CLUSTER_WIDE.contains(manifest.kind())
        && json.get("metadata") instanceof ObjectNode metadata) {
      metadata.put("namespace", namespace.get());
    }
    rename(json);
    return new Manifest(json);
  }

  /** Wherever containers stand, as Kustomize does it: pods, templates, jobs in cron jobs. */
  private void rename(JsonNode node) {
    for (String field : List.of("containers", "initContainers")) {
      for (JsonNode container : node.path(field)) {
        if (container instanceof ObjectNode object && object.path("image").isTextual()) {
          ImageName image = ImageName.parse(object.path("image").asText());
          images.stream()
              .filter(candidate -> candidate.name().equals(image.name()))
              .findFirst()
              .ifPresent(match -> object.put("image", match.applied(image).toString()));
        }
      }
    }
    for (JsonNode child : node) {
      rename(child);
    }
  }
}
