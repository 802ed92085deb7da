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
 * {@code images} and {@code namespace}. Which of the two renders is told by the files alone, never
 * by what a worker has installed: all workers render the same.
 */
public record Kustomization(
    YamlFile yaml, List<Resource> resources, List<Image> images, Optional<String> namespace) {

  private static final List<String> NAMES =
      List.of("Kustomization", "kustomization.yaml", "kustomization.yml");
  private static final Set<String> SIMPLE =
      Set.of("apiVersion", "kind", "resources", "images", "namespace");
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

  /** The kustomization of a folder; empty when it has none. */
  static Optional<TreeFiles.Entry> file(TreeFiles files, String folder) {
    return NAMES.stream()
        .flatMap(name -> files.find(RepositoryPath.join(folder, name)).stream())
        .findFirst();
  }

  /** Whether a kustomization has no field that needs Kustomize itself. */
  static boolean isSimple(YamlFile yaml) {
    return yaml.documents().size() == 1
        && yaml.documents().getFirst() instanceof MappingNode root
        && root.getValue().stream()
            .allMatch(
                field ->
                    field.getKeyNode() instanceof ScalarNode name
                        && SIMPLE.contains(name.getValue())
                        && (!name.getValue().equals("images") || areSimple(field.getValueNode())));
  }

  private static boolean areSimple(Node images) {
    return YamlFile.items(images).stream()
        .filter(MappingNode.class::isInstance)
        .flatMap(image -> ((MappingNode) image).getValue().stream())
        .allMatch(
            field ->
                field.getKeyNode() instanceof ScalarNode name
                    && IMAGE_FIELDS.contains(name.getValue()));
  }

  static RuntimeException noObject(YamlFile yaml) {
    return FailureType.MISCONFIGURED.permanent(
        yaml.path() + ":1: one object with 'resources' belongs here");
  }

  /** The {@code images} of any kustomization, also of one that needs Kustomize. */
  public static List<Image> images(YamlFile yaml) {
    List<Image> images = new ArrayList<>();
    for (Node root : yaml.documents()) {
      for (Node item : YamlFile.child(root, "images").map(YamlFile::items).orElse(List.of())) {
        images.add(image(yaml, item));
      }
    }
    return images;
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
      throw noObject(yaml);
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
        default -> throw yaml.problem(tuple.getKeyNode(), "'" + field + "' needs Kustomize itself");
      }
    }
    return new Kustomization(yaml, resources, images, namespace);
  }

  private static Resource resource(YamlFile yaml, Node item) {
    String path = scalar(yaml, item);
    if (path.contains("://") || path.contains("?ref=") || path.contains("github.com/")) {
      throw yaml.problem(
          item,
          "'"
              + path
              + "' lies elsewhere, and nothing is fetched to render: copy it into this repository");
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
