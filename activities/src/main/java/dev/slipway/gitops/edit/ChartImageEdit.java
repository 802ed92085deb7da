package dev.slipway.gitops.edit;

import dev.slipway.gitops.render.HelmPath;
import dev.slipway.gitops.render.RepositoryPath;
import dev.slipway.manifest.YamlFile;
import dev.slipway.temporal.FailureType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Edits of a chart's values: of the strongest file inside the path that names the image. Charts
 * write an image as one text, with a {@code digest}, or with a {@code tag} alone: then the digest
 * goes behind the tag.
 *
 * @param name of the image, without tag and digest
 */
record ChartImageEdit(HelmPath chart, String name, String digest) {

  private static final int TAG_DIGITS = 12;

  List<ImageEdit> candidates() {
    List<YamlFile> editable =
        chart.texts().stream()
            .filter(yaml -> RepositoryPath.isBelow(chart.path(), yaml.path()))
            .toList()
            .reversed();
    for (YamlFile yaml : editable) {
      Optional<NodeTuple> image = find(yaml);
      if (image.isPresent()) {
        return at(yaml, image.get());
      }
    }
    if (editable.isEmpty()) {
      throw FailureType.MISCONFIGURED.permanent(
          "'"
              + chart.path()
              + "' has no values file to set the image in: put a values.yaml there, and name it in"
              + " 'values' of its "
              + HelmPath.FILE);
    }
    return appended(editable.getFirst());
  }

  private List<String> steps() {
    return List.of(chart.image().split("\\.", -1));
  }

  private Optional<NodeTuple> find(YamlFile yaml) {
    Optional<NodeTuple> found = Optional.empty();
    for (String step : steps()) {
      found =
          found
              .map(NodeTuple::getValueNode)
              .or(() -> yaml.documents().stream().findFirst())
              .flatMap(node -> YamlFile.tuple(node, step));
      if (found.isEmpty()) {
        return found;
      }
    }
    return found;
  }

  private List<ImageEdit> at(YamlFile yaml, NodeTuple field) {
    Node value = field.getValueNode();
    if (value instanceof ScalarNode whole) {
      YamlEdit edit = new YamlEdit(yaml);
      edit.replace(whole, name + "@" + digest);
      return List.of(new ImageEdit(yaml.path(), edit.text()));
    }
    if (!(value instanceof MappingNode image) || YamlFile.tuple(image, "repository").isEmpty()) {
      throw yaml.problem(
          field.getKeyNode(),
          "'"
              + chart.image()
              + "' is no image: it is a text, or has 'repository' with 'tag' or 'digest'; where it"
              + " stands is told by 'image' of "
              + HelmPath.FILE);
    }
    boolean tagged = YamlFile.tuple(image, "tag").isPresent();
    boolean digested = YamlFile.tuple(image, "digest").isPresent();
    List<ImageEdit> edits = new ArrayList<>();
    if (digested || !tagged) {
      edits.add(in(yaml, image, "digest", digest));
    }
    if (tagged || !digested) {
      edits.add(in(yaml, image, "tag", tag()));
    }
    return edits;
  }

  private ImageEdit in(YamlFile yaml, MappingNode image, String field, String value) {
    YamlEdit edit = new YamlEdit(yaml);
    NodeTuple repository = YamlFile.tuple(image, "repository").orElseThrow();
    Optional<NodeTuple> registry = YamlFile.tuple(image, "registry");
    String rest = name;
    if (registry.isPresent()) {
      int slash = name.indexOf('/');
      set(edit, yaml, registry.get(), slash < 0 ? "" : name.substring(0, slash));
      rest = name.substring(slash + 1);
    }
    set(edit, yaml, repository, rest);
    Optional<NodeTuple> there = YamlFile.tuple(image, field);
    if (there.isPresent()) {
      set(edit, yaml, there.get(), value);
    } else {
      edit.addAfter(image, repository, field, value);
    }
    return new ImageEdit(yaml.path(), edit.text());
  }

  private static void set(YamlEdit edit, YamlFile yaml, NodeTuple field, String value) {
    if (!(field.getValueNode() instanceof ScalarNode scalar)) {
      throw yaml.problem(field.getValueNode(), "a text belongs here, not an alias or an object");
    }
    if (!scalar.getValue().equals(value)) {
      edit.replace(scalar, value.isEmpty() ? "\"\"" : value);
    }
  }

  /** Neither the registry's tag nor the former one: beginning of the digest, then all of it. */
  private String tag() {
    String hex = digest.substring(digest.indexOf(':') + 1);
    return hex.substring(0, Math.min(TAG_DIGITS, hex.length())) + "@" + digest;
  }

  /** Where no values file of the path names the image, the strongest gets it. */
  private List<ImageEdit> appended(YamlFile yaml) {
    List<String> steps = steps();
    boolean taken =
        yaml.documents().stream()
            .anyMatch(root -> YamlFile.tuple(root, steps.getFirst()).isPresent());
    if (taken || yaml.documents().size() > 1) {
      throw yaml.problem(
          yaml.documents().getFirst(),
          "write '" + chart.image() + "' with 'repository' and 'digest' here, to be set");
    }
    return List.of(
        appended(yaml, steps, "digest: " + digest), appended(yaml, steps, "tag: " + tag()));
  }

  private ImageEdit appended(YamlFile yaml, List<String> steps, String version) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      lines.add("  ".repeat(i) + steps.get(i) + ":");
    }
    String indent = "  ".repeat(steps.size());
    lines.add(indent + "repository: " + name);
    lines.add(indent + version);
    YamlEdit edit = new YamlEdit(yaml);
    edit.append(lines);
    return new ImageEdit(yaml.path(), edit.text());
  }
}
