package dev.slipway.gitops.render;

import dev.slipway.gitops.render.PathObjects.Placed;
import dev.slipway.manifest.ManifestFile;
import dev.slipway.temporal.FailureType;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the objects of a path without any tool: its YAML files, or what a {@code
 * kustomization.yaml} of the simple kind lists, see {@link Kustomization}. Never follows a link or
 * leaves the repository.
 */
final class FolderReader {

  static final int MAX_OBJECTS = 1_000;
  private static final int MAX_FOLDERS = 20;

  private final TreeFiles files;
  private final String root;
  private final FileBudget budget;

  private FolderReader(TreeFiles files, String root, FileBudget budget) {
    this.files = files;
    this.root = root;
    this.budget = budget;
  }

  /**
   * @param root the path in its one spelling
   * @param budget what may be read
   */
  static PathObjects plain(TreeFiles files, String root, FileBudget budget) {
    FolderReader reader = new FolderReader(files, root, budget);
    List<Placed> objects = new ArrayList<>();
    reader.readFolder(root, 0, objects);
    return new PathObjects(objects, new PathForm.Plain(), budget.isSpreadOverRepository());
  }

  /** See {@link #plain}. */
  static PathObjects kustomized(
      TreeFiles files, String root, FileBudget budget, Kustomization kustomization) {
    FolderReader reader = new FolderReader(files, root, budget);
    List<Placed> objects = reader.kustomized(kustomization, root, 0);
    return new PathObjects(
        objects,
        new PathForm.Kustomized(kustomization.yaml(), false),
        budget.isSpreadOverRepository());
  }

  private void readFolder(String folder, int depth, List<Placed> objects) {
    checkDepth(folder, depth);
    for (TreeFiles.Entry entry : files.list(folder)) {
      switch (entry.kind()) {
        case FOLDER -> {
          Kustomization.file(files, entry.path()).ifPresent(FolderReader::refuseBelowPlain);
          readFolder(entry.path(), depth + 1, objects);
        }
        case FILE -> {
          if (entry.name().matches(".*\\.(yaml|yml|json)")) {
            readFile(entry, objects);
          }
        }
        case LINK, SUBMODULE ->
            throw FailureType.MISCONFIGURED.permanent(
                entry.path()
                    + ": a symbolic link or submodule is not followed: put a real file there");
      }
    }
  }

  private void readFile(TreeFiles.Entry file, List<Placed> objects) {
    ManifestFile parsed = ManifestFile.parse(file.path(), budget.text(file));
    for (ManifestFile.Entry entry : parsed.entries()) {
      objects.add(new Placed(entry.manifest(), parsed, entry));
    }
    if (objects.size() > MAX_OBJECTS) {
      throw FailureType.LIMIT_EXCEEDED.permanent(
          "'" + root + "' holds more than " + MAX_OBJECTS + " objects: split it into paths");
    }
  }

  private List<Placed> kustomized(Kustomization kustomization, String folder, int depth) {
    checkDepth(folder, depth);
    List<Placed> objects = new ArrayList<>();
    for (Kustomization.Resource resource : kustomization.resources()) {
      TreeFiles.Entry entry =
          RepositoryPath.resolve(folder, resource.path())
              .flatMap(files::find)
              .orElseThrow(
                  () ->
                      kustomization
                          .yaml()
                          .problem(
                              resource.node(),
                              "there is no '" + resource.path() + "' in this repository"));
      if (entry.kind() == TreeFiles.Kind.FOLDER) {
        TreeFiles.Entry inner =
            Kustomization.file(files, entry.path())
                .orElseThrow(
                    () ->
                        kustomization
                            .yaml()
                            .problem(
                                resource.node(),
                                "'" + resource.path() + "' has no kustomization.yaml"));
        Kustomization parsed = Kustomization.parse(inner.path(), budget.text(inner));
        objects.addAll(kustomized(parsed, entry.path(), depth + 1));
      } else {
        readFile(entry, objects);
      }
    }
    return objects.stream().map(p -> p.as(kustomization.transform(p.manifest()))).toList();
  }

  private void checkDepth(String folder, int depth) {
    if (depth > MAX_FOLDERS) {
      throw FailureType.LIMIT_EXCEEDED.permanent(
          "'" + folder + "' lies more than " + MAX_FOLDERS + " folders deep, or includes itself");
    }
  }

  private static void refuseBelowPlain(TreeFiles.Entry kustomization) {
    throw FailureType.MISCONFIGURED.permanent(
        kustomization.path()
            + ": a kustomization below a path without one: list its folder in a kustomization.yaml"
            + " at the path");
  }
}
