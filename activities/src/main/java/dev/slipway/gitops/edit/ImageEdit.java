package dev.slipway.gitops.edit;

import dev.slipway.gitops.render.Kustomization;
import dev.slipway.gitops.render.PathForm;
import dev.slipway.gitops.render.PathObjects;
import dev.slipway.gitops.render.PathObjects.Placed;
import dev.slipway.gitops.render.RepositoryPath;
import dev.slipway.manifest.ImageName;
import dev.slipway.manifest.YamlFile;
import dev.slipway.temporal.FailureType;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A file's new text, in which the workload's first container runs another image.
 *
 * @param file path inside the repository
 */
public record ImageEdit(String file, String text) {

  /**
   * Edits that bring an image to the workload of a path, the likeliest first; which of them does is
   * told by its rendering. In a kustomization's {@code images} where an entry is there for it, in a
   * chart's values, else at the container's {@code image}, and where that stands outside the path
   * (a shared base is not ours to change), as a new entry of {@code images}.
   *
   * @param workload name of the Deployment
   * @param name of the image, without tag and digest
   * @return at least one
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED when there is no place to put it
   */
  public static List<ImageEdit> candidates(
      PathObjects objects, String path, String workload, String name, String digest) {
    Placed placed =
        objects
            .workload(workload)
            .orElseThrow(
                () ->
                    FailureType.MISCONFIGURED.permanent(
                        "'" + path + "' has no Deployment or Rollout '" + workload + "'"));
    return switch (objects.form()) {
      case PathForm.Charted charted ->
          new ChartImageEdit(charted.chart(), name, digest).candidates();
      case PathForm.Kustomized kustomized ->
          List.of(kustomized(kustomized, placed, path, name, digest));
      case PathForm.Plain plain -> List.of(inManifest(placed, name, digest));
    };
  }

  private static ImageEdit kustomized(
      PathForm.Kustomized form, Placed placed, String path, String name, String digest) {
    String used = ImageName.parse(imageNode(placed).getValue()).name();
    List<Kustomization.Image> images = Kustomization.images(form.yaml());
    Optional<Kustomization.Image> entry =
        form.byTool() ? renderedEntry(images, used, name) : entry(images, used, name);
    if (entry.isPresent()) {
      return inKustomization(form.yaml(), entry.get(), name, digest);
    }
    if (form.byTool() || !RepositoryPath.isBelow(path, placed.file().yaml().path())) {
      return appended(form.yaml(), used, name, digest);
    }
    return inManifest(placed, name, digest);
  }

  private static ImageEdit inManifest(Placed placed, String name, String digest) {
    YamlEdit edit = new YamlEdit(placed.file().yaml());
    edit.replace(imageNode(placed), name + "@" + digest);
    return new ImageEdit(placed.file().yaml().path(), edit.text());
  }

  private static ScalarNode imageNode(Placed placed) {
    Optional<Node> containers =
        Optional.of(placed.source().node())
            .flatMap(node -> YamlFile.child(node, "spec"))
            .flatMap(node -> YamlFile.child(node, "template"))
            .flatMap(node -> YamlFile.child(node, "spec"))
            .flatMap(node -> YamlFile.child(node, "containers"));
    return containers
        .flatMap(node -> YamlFile.items(node).stream().findFirst())
        .flatMap(node -> YamlFile.child(node, "image"))
        .filter(ScalarNode.class::isInstance)
        .map(ScalarNode.class::cast)
        .orElseThrow(
            () ->
                placed
                    .file()
                    .yaml()
                    .problem(
                        placed.source().node(),
                        placed.manifest().id()
                            + " needs an 'image' in its first container (any will do: Slipway puts"
                            + " the released one there)"));
  }

  private static Optional<Kustomization.Image> entry(
      List<Kustomization.Image> images, String used, String name) {
    return images.stream()
        .filter(image -> image.name().equals(used))
        .findFirst()
        .or(() -> images.stream().filter(image -> image.name().equals(name)).findFirst());
  }

  /** The image's name is seen after the entry has been applied. */
  private static Optional<Kustomization.Image> renderedEntry(
      List<Kustomization.Image> images, String used, String name) {
    return images.stream()
        .filter(image -> image.newName().orElse(image.name()).equals(used))
        .findFirst()
        .or(() -> entry(images, used, name));
  }

  private static ImageEdit inKustomization(
      YamlFile yaml, Kustomization.Image entry, String name, String digest) {
    YamlEdit edit = new YamlEdit(yaml);
    NodeTuple nameField = YamlFile.tuple(entry.node(), "name").orElseThrow();
    Optional<NodeTuple> newName = YamlFile.tuple(entry.node(), "newName");
    Optional<NodeTuple> newTag = YamlFile.tuple(entry.node(), "newTag");
    if (!entry.newName().orElse(entry.name()).equals(name)) {
      if (newName.isPresent()) {
        edit.replace((ScalarNode) newName.get().getValueNode(), name);
      } else {
        edit.addAfter(entry.node(), nameField, "newName", name);
      }
    }
    if (entry.digest().isPresent()) {
      edit.replace((ScalarNode) YamlFile.child(entry.node(), "digest").orElseThrow(), digest);
    } else if (newTag.isPresent()) {
      edit.replace((ScalarNode) newTag.get().getKeyNode(), "digest");
      edit.replace((ScalarNode) newTag.get().getValueNode(), digest);
    } else {
      edit.addAfter(entry.node(), newName.orElse(nameField), "digest", digest);
    }
    return new ImageEdit(yaml.path(), edit.text());
  }

  private static ImageEdit appended(YamlFile yaml, String used, String name, String digest) {
    YamlEdit edit = new YamlEdit(yaml);
    Optional<NodeTuple> images =
        yaml.documents().stream()
            .flatMap(root -> YamlFile.tuple(root, "images").stream())
            .findFirst();
    if (images.isPresent()) {
      edit.addItem(images.get(), List.of("name: " + used, "newName: " + name, "digest: " + digest));
      return new ImageEdit(yaml.path(), edit.text());
    }
    edit.append(
        List.of("images:", "  - name: " + used, "    newName: " + name, "    digest: " + digest));
    return new ImageEdit(yaml.path(), edit.text());
  }
}
