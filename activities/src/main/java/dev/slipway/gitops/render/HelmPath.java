package dev.slipway.gitops.render;

import dev.slipway.gitops.render.tool.RenderTool;
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
 * A path that is a Helm chart with values. It says so by a {@code Chart.yaml}, or by a {@code
 * slipway-helm.yaml} that names a chart elsewhere in the repository. All that renders stands in
 * Git, at the commit: an older one renders as it did then, which a rollback relies on.
 *
 * @param path the folder of this path
 * @param chart folder of the chart
 * @param values files, the later ones before the earlier
 * @param release the release's name in the chart
 * @param namespace the namespace that the chart sees; empty where it need not know
 * @param image where in the values the image stands, as {@code shop.image}
 * @param kubernetes the version that the chart sees
 * @param apiVersions further API versions that the chart sees
 * @param texts of the values files and the chart's own values, by place, for edits
 */
public record HelmPath(
    String path,
    String chart,
    List<String> values,
    String release,
    Optional<String> namespace,
    String image,
    String kubernetes,
    List<String> apiVersions,
    List<YamlFile> texts) {

  /** The file that makes a folder a Helm path. */
  public static final String FILE = "slipway-helm.yaml";

  private static final String KUBERNETES = "1.34.0";
  private static final int MAX_VALUES = 20;
  private static final Set<String> FIELDS =
      Set.of(
          "apiVersion",
          "kind",
          "chart",
          "values",
          "release",
          "namespace",
          "image",
          "kubernetesVersion",
          "apiVersions");

  public HelmPath {
    values = List.copyOf(values);
    apiVersions = List.copyOf(apiVersions);
    texts = List.copyOf(texts);
  }

  static boolean isAt(TreeFiles files, String path) {
    return files.find(RepositoryPath.join(path, FILE)).isPresent()
        || files.find(RepositoryPath.join(path, "Chart.yaml")).isPresent();
  }

  /**
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED with file and line
   */
  static HelmPath read(TreeFiles files, String path, FileBudget budget) {
    Optional<TreeFiles.Entry> file = files.find(RepositoryPath.join(path, FILE));
    if (file.isEmpty()) {
      return new Reader(files, path, budget).chartAlone();
    }
    YamlFile yaml = YamlFile.parse(file.get().path(), budget.text(file.get()));
    return new Reader(files, path, budget).described(yaml);
  }

  /** What Helm may read: the chart's folder and the values files. */
  FileSelection selection(TreeFiles files, FileBudget budget) {
    FileSelection selection = new FileSelection(files, budget);
    selection.addFolder(chart);
    values.forEach(file -> files.find(file).ifPresent(selection::addFile));
    return selection;
  }

  /**
   * @param standIn the namespace where none is given
   */
  List<String> arguments(String standIn) {
    List<String> arguments = new ArrayList<>(List.of("template", release));
    arguments.add("./" + chart);
    arguments.addAll(List.of("--namespace", namespace.orElse(standIn), "--include-crds"));
    arguments.addAll(List.of("--kube-version", kubernetes, "--color", "never"));
    apiVersions.forEach(version -> arguments.addAll(List.of("--api-versions", version)));
    values.forEach(file -> arguments.addAll(List.of("--values", "./" + file)));
    return arguments;
  }

  /** Equal for what Helm would be asked in the same words. */
  String key() {
    return RenderTool.HELM.version() + arguments("-");
  }

  boolean isSpreadOverRepository() {
    return !RepositoryPath.isBelow(path, chart)
        || values.stream().anyMatch(file -> !RepositoryPath.isBelow(path, file));
  }

  /** Reads the file that describes such a path. */
  private record Reader(TreeFiles files, String path, FileBudget budget) {

    HelmPath chartAlone() {
      return new HelmPath(
          path,
          path,
          List.of(),
          defaultRelease(),
          Optional.empty(),
          "image",
          KUBERNETES,
          List.of(),
          texts(path, List.of()));
    }

    HelmPath described(YamlFile yaml) {
      MappingNode root = root(yaml);
      for (NodeTuple field : root.getValue()) {
        if (!(field.getKeyNode() instanceof ScalarNode key) || !FIELDS.contains(key.getValue())) {
          throw yaml.problem(
              field.getKeyNode(), "is not known: use " + String.join(", ", sortedFields()));
        }
      }
      String chart = place(yaml, root, YamlFile.child(root, "chart"), ".");
      if (files.find(RepositoryPath.join(chart, "Chart.yaml")).isEmpty()) {
        throw yaml.problem(root, "there is no Chart.yaml in '" + chart + "': mend 'chart'");
      }
      List<String> values = values(yaml, root, chart);
      return new HelmPath(
          path,
          chart,
          values,
          word(yaml, root, "release").orElseGet(this::defaultRelease),
          word(yaml, root, "namespace"),
          word(yaml, root, "image").orElse("image"),
          word(yaml, root, "kubernetesVersion").orElse(KUBERNETES),
          strings(yaml, root, "apiVersions"),
          texts(chart, values));
    }

    private static List<String> sortedFields() {
      return FIELDS.stream().sorted().toList();
    }

    private static MappingNode root(YamlFile yaml) {
      if (yaml.documents().size() == 1
          && yaml.documents().getFirst() instanceof MappingNode root
          && YamlFile.text(root, "apiVersion").equals(Optional.of("slipway.dev/v1"))
          && YamlFile.text(root, "kind").equals(Optional.of("HelmChart"))) {
        return root;
      }
      throw FailureType.MISCONFIGURED.permanent(
          yaml.path() + ":1: begins with 'apiVersion: slipway.dev/v1' and 'kind: HelmChart'");
    }

    private String defaultRelease() {
      String last = path.substring(path.lastIndexOf('/') + 1);
      return last.isEmpty() ? "release" : last;
    }

    /** The files that are named; else the path's own, beside a chart that lies elsewhere. */
    private List<String> values(YamlFile yaml, MappingNode root, String chart) {
      Optional<Node> named = YamlFile.child(root, "values");
      if (named.isEmpty()) {
        String own = RepositoryPath.join(path, "values.yaml");
        return chart.equals(path) || files.find(own).isEmpty() ? List.of() : List.of(own);
      }
      List<String> places = new ArrayList<>();
      for (Node item : YamlFile.items(named.get())) {
        places.add(place(yaml, item, Optional.of(item), ""));
      }
      if (places.size() > MAX_VALUES) {
        throw yaml.problem(named.get(), "at most " + MAX_VALUES + " values files");
      }
      return places;
    }

    private String place(YamlFile yaml, Node at, Optional<Node> named, String standard) {
      String text = named.map(node -> scalar(yaml, node)).orElse(standard);
      Optional<String> place =
          text.startsWith("/") || text.contains("\\")
              ? Optional.empty()
              : RepositoryPath.resolve(path, text);
      return place
          .filter(found -> files.find(found).isPresent())
          .orElseThrow(
              () ->
                  yaml.problem(named.orElse(at), "there is no '" + text + "' in this repository"));
    }

    private static Optional<String> word(YamlFile yaml, MappingNode root, String field) {
      return YamlFile.child(root, field).map(node -> word(yaml, field, node));
    }

    /** These become arguments of a command, so none may look like an option. */
    private static String word(YamlFile yaml, String field, Node node) {
      String text = scalar(yaml, node);
      if (!text.matches("[A-Za-z0-9][A-Za-z0-9._/-]{0,100}")) {
        throw yaml.problem(node, "'" + field + "' is a name of letters, digits, '.', '/' and '-'");
      }
      return text;
    }

    private static List<String> strings(YamlFile yaml, MappingNode root, String field) {
      return YamlFile.child(root, field).map(YamlFile::items).orElse(List.of()).stream()
          .map(node -> word(yaml, field, node))
          .toList();
    }

    private static String scalar(YamlFile yaml, Node node) {
      if (node instanceof ScalarNode scalar) {
        return scalar.getValue();
      }
      throw yaml.problem(node, "a text belongs here");
    }

    /** The chart's own values first: what comes later is stronger. */
    private List<YamlFile> texts(String chart, List<String> values) {
      List<YamlFile> texts = new ArrayList<>();
      List<String> places = new ArrayList<>(List.of(RepositoryPath.join(chart, "values.yaml")));
      places.addAll(values);
      for (String place : places) {
        files
            .find(place)
            .ifPresent(file -> texts.add(YamlFile.parse(file.path(), budget.text(file))));
      }
      return texts;
    }
  }
}
