package dev.slipway.gitops.render;

import dev.slipway.gitops.render.tool.RenderTool;
import dev.slipway.manifest.YamlFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The files and folders that one kustomization names, by what the fields of Kustomize mean. */
final class KustomizationReferences {

  /** Lists of files or folders; an item of several lines is an object itself. */
  private static final Set<String> FOLDERS =
      Set.of("resources", "components", "bases", "generators", "transformers", "validators");

  private static final Set<String> FILES =
      Set.of("crds", "configurations", "patchesStrategicMerge");

  /** Lists of objects with a {@code path}. */
  private static final Set<String> PATHS = Set.of("patches", "patchesJson6902", "replacements");

  /** Lists of objects with {@code files}, {@code envs} and {@code env}. */
  private static final Set<String> GENERATORS = Set.of("configMapGenerator", "secretGenerator");

  private static final Set<String> CHARTS =
      Set.of("helmCharts", "helmGlobals", "helmChartInflationGenerator");

  private static final Set<String> NO_FILES =
      Set.of(
          "apiVersion",
          "kind",
          "metadata",
          "namespace",
          "namePrefix",
          "nameSuffix",
          "commonLabels",
          "labels",
          "commonAnnotations",
          "images",
          "imageTags",
          "replicas",
          "vars",
          "sortOptions",
          "generatorOptions",
          "buildMetadata");

  private final YamlFile yaml;
  private final MappingNode root;
  private final List<Reference> references = new ArrayList<>();

  private KustomizationReferences(YamlFile yaml, MappingNode root) {
    this.yaml = yaml;
    this.root = root;
  }

  /**
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED when it is no object
   */
  static KustomizationReferences of(YamlFile yaml) {
    if (yaml.documents().size() != 1
        || !(yaml.documents().getFirst() instanceof MappingNode root)) {
      throw Kustomization.noObject(yaml);
    }
    KustomizationReferences all = new KustomizationReferences(yaml, root);
    root.getValue().forEach(all::collect);
    return all;
  }

  /**
   * What is named.
   *
   * @param text relative to the kustomization's folder
   */
  record Reference(String text, Node node, boolean mayBeFolder) {

    boolean isRemote() {
      return text.contains("://")
          || text.startsWith("git@")
          || text.startsWith("github.com/")
          || text.contains("?ref=");
    }
  }

  List<Reference> references() {
    return List.copyOf(references);
  }

  /**
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED when there is a field whose files
   *     would not be known
   */
  void checkFields() {
    for (NodeTuple tuple : root.getValue()) {
      String field = name(tuple.getKeyNode());
      if (CHARTS.contains(field)) {
        throw yaml.problem(
            tuple.getKeyNode(),
            "'"
                + field
                + "' is not rendered: put the chart into this repository and name it in a "
                + HelmPath.FILE);
      }
      boolean known =
          FOLDERS.contains(field)
              || FILES.contains(field)
              || PATHS.contains(field)
              || GENERATORS.contains(field)
              || NO_FILES.contains(field)
              || field.equals("openapi");
      if (!known) {
        throw yaml.problem(
            tuple.getKeyNode(),
            "'" + field + "' is no field of Kustomize " + RenderTool.KUSTOMIZE.version());
      }
    }
  }

  private void collect(NodeTuple tuple) {
    String field = name(tuple.getKeyNode());
    Node value = tuple.getValueNode();
    if (field.equals("openapi")) {
      YamlFile.child(value, "path").ifPresent(path -> add(path, false));
    }
    for (Node item : YamlFile.items(value)) {
      if (FOLDERS.contains(field) || FILES.contains(field)) {
        add(item, FOLDERS.contains(field));
      } else if (PATHS.contains(field)) {
        YamlFile.child(item, "path").ifPresent(path -> add(path, false));
      } else if (GENERATORS.contains(field)) {
        YamlFile.child(item, "env").ifPresent(path -> add(path, false));
        items(item, "envs").forEach(path -> add(path, false));
        items(item, "files").forEach(this::addGenerated);
      }
    }
  }

  private static List<Node> items(Node node, String field) {
    return YamlFile.child(node, field).map(YamlFile::items).orElse(List.of());
  }

  private void add(Node node, boolean mayBeFolder) {
    text(node)
        .filter(text -> !text.contains("\n"))
        .ifPresent(text -> references.add(new Reference(text, node, mayBeFolder)));
  }

  /** {@code key=path}, or a path alone. */
  private void addGenerated(Node node) {
    text(node)
        .map(text -> text.substring(text.indexOf('=') + 1))
        .ifPresent(text -> references.add(new Reference(text, node, false)));
  }

  private static Optional<String> text(Node node) {
    return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
  }

  private static String name(Node key) {
    return text(key).orElse("");
  }
}
