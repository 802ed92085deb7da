package dev.slipway.gitops.render;

import dev.slipway.gitops.render.KustomizationReferences.Reference;
import dev.slipway.manifest.YamlFile;
import dev.slipway.temporal.FailureType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A path's kustomization with all that it is made of: the kustomizations of the folders that it
 * names, and of those that these name.
 */
final class KustomizationFiles {

  private static final int MAX_FOLDERS = 20;

  private final TreeFiles files;
  private final String root;
  private final FileBudget budget;
  private final Map<String, YamlFile> byFolder = new LinkedHashMap<>();

  private KustomizationFiles(TreeFiles files, String root, FileBudget budget) {
    this.files = files;
    this.root = root;
    this.budget = budget;
  }

  /**
   * @param root a folder with a kustomization, in its one spelling
   * @param budget for the kustomizations themselves
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED or LIMIT_EXCEEDED, permanent
   */
  static KustomizationFiles of(TreeFiles files, String root, FileBudget budget) {
    KustomizationFiles all = new KustomizationFiles(files, root, budget);
    all.visit(root, 0);
    return all;
  }

  private void visit(String folder, int depth) {
    if (depth > MAX_FOLDERS) {
      throw FailureType.LIMIT_EXCEEDED.permanent(
          "'" + folder + "' lies more than " + MAX_FOLDERS + " kustomizations deep");
    }
    Optional<TreeFiles.Entry> file = Kustomization.file(files, folder);
    if (file.isEmpty() || byFolder.containsKey(folder)) {
      return;
    }
    YamlFile yaml = YamlFile.parse(file.get().path(), budget.text(file.get()));
    byFolder.put(folder, yaml);
    for (Reference reference : KustomizationReferences.of(yaml).references()) {
      if (reference.mayBeFolder()) {
        find(folder, reference)
            .filter(entry -> entry.kind() == TreeFiles.Kind.FOLDER)
            .ifPresent(entry -> visit(entry.path(), depth + 1));
      }
    }
  }

  /** The path's own. */
  YamlFile own() {
    YamlFile own = byFolder.get(root);
    if (own == null) {
      throw new IllegalStateException("there is no kustomization in " + root);
    }
    return own;
  }

  /** Whether none of them needs Kustomize itself. */
  boolean isSimple() {
    return byFolder.values().stream().allMatch(Kustomization::isSimple);
  }

  boolean isSpreadOverRepository() {
    return byFolder.keySet().stream().anyMatch(folder -> !RepositoryPath.isBelow(root, folder));
  }

  /**
   * All that Kustomize may read. What leads out of the repository, or to the network, is refused
   * here, before Kustomize sees it.
   *
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED with file and line
   */
  FileSelection selection() {
    FileSelection selection = new FileSelection(files, new FileBudget(files, root));
    byFolder.forEach(
        (folder, yaml) -> {
          KustomizationReferences references = KustomizationReferences.of(yaml);
          references.checkFields();
          references.references().forEach(reference -> check(folder, yaml, reference));
          selection.addFolder(folder);
        });
    return selection;
  }

  private Optional<TreeFiles.Entry> find(String folder, Reference reference) {
    return reference.text().startsWith("/")
        ? Optional.empty()
        : RepositoryPath.resolve(folder, reference.text()).flatMap(files::find);
  }

  private void check(String folder, YamlFile yaml, Reference reference) {
    TreeFiles.Entry entry =
        find(folder, reference)
            .orElseThrow(
                () ->
                    yaml.problem(
                        reference.node(),
                        reference.isRemote()
                            ? "'"
                                + reference.text()
                                + "' lies elsewhere, and nothing is fetched to render: copy it into"
                                + " this repository"
                            : "there is no '" + reference.text() + "' in this repository"));
    boolean isFolder = entry.kind() == TreeFiles.Kind.FOLDER;
    if (isFolder && !byFolder.containsKey(entry.path())) {
      throw yaml.problem(reference.node(), "'" + reference.text() + "' has no kustomization.yaml");
    }
    if (!isFolder && !RepositoryPath.isBelow(folder, entry.path())) {
      throw yaml.problem(
          reference.node(),
          "'"
              + reference.text()
              + "' lies outside the kustomization's folder, where Kustomize reads no single file:"
              + " give it a folder with a kustomization.yaml, and name that");
    }
  }
}
