package dev.slipway.gitops.render;

import dev.slipway.gitops.render.PathObjects.Placed;
import dev.slipway.manifest.ManifestFile;
import dev.slipway.manifest.YamlFile;
import dev.slipway.temporal.FailureType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the objects of a path: its YAML files, or what its {@code kustomization.yaml} lists. Needs
 * no network and no credential, and never follows a link or leaves the repository.
 */
public final class PathReader {

  private static final Set<String> KUSTOMIZATIONS =
      Set.of("kustomization.yaml", "kustomization.yml", "Kustomization");
  private static final int MAX_OBJECTS = 1_000;
  private static final int MAX_FOLDERS = 20;

  private final TreeFiles files;
  private final String root;
  private final FileBudget budget;

  private PathReader(TreeFiles files, String root) {
    this.files = files;
    this.root = root;
    this.budget = new FileBudget(files, root);
  }

  /**
   * @param path in its one spelling, see {@link RepositoryPath#normal}
   * @throws io.temporal.failure.ApplicationFailure NOT_FOUND when there is no such folder;
   *     MISCONFIGURED with file and line; LIMIT_EXCEEDED. All are permanent: a commit never changes
   */
  public static PathObjects read(TreeFiles files, String path) {
    return new PathReader(files, path).read();
  }

  private PathObjects read() {
    if (!root.isEmpty()) {
      TreeFiles.Entry folder =
          files
              .find(root)
              .orElseThrow(
                  () ->
                      FailureType.NOT_FOUND.permanent(
                          "there is no folder '" + root + "' at this commit"));
      if (folder.kind() != TreeFiles.Kind.FOLDER) {
        throw FailureType.MISCONFIGURED.permanent("'" + root + "' is no folder");
      }
    }
    Optional<TreeFiles.Entry> own = kustomization(root);
    List<Placed> objects = new ArrayList<>();
    Optional<YamlFile> yaml = Optional.empty();
    if (own.isPresent()) {
      Kustomization kustomization = Kustomization.parse(own.get().path(), budget.text(own.get()));
      yaml = Optional.of(kustomization.yaml());
      objects.addAll(kustomized(kustomization, root, 0));
    } else {
      readFolder(root, 0, objects);
    }
    if (objects.isEmpty()) {
      throw FailureType.MISCONFIGURED.permanent(
          "'"
              + root
              + "' holds no object: an empty path is never synced, as that would delete all");
    }
    checkUnique(objects);
    return new PathObjects(objects, yaml, budget.isSpreadOverRepository());
  }

  private void readFolder(String folder, int depth, List<Placed> objects) {
    checkDepth(folder, depth);
    for (TreeFiles.Entry entry : files.list(folder)) {
      switch (entry.kind()) {
        case FOLDER -> {
          kustomization(entry.path()).ifPresent(PathReader::refuseBelowPlain);
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
            kustomization(entry.path())
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

  private Optional<TreeFiles.Entry> kustomization(String folder) {
    return KUSTOMIZATIONS.stream()
        .sorted()
        .flatMap(name -> files.find(RepositoryPath.join(folder, name)).stream())
        .findFirst();
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

  private static void checkUnique(List<Placed> objects) {
    Map<String, Placed> seen = new HashMap<>();
    for (Placed placed : objects) {
      Placed first = seen.putIfAbsent(RevisionDigest.identity(placed.manifest()), placed);
      if (first != null) {
        throw placed
            .file()
            .yaml()
            .problem(
                placed.source().node(),
                placed.manifest().id()
                    + " stands in "
                    + first.file().yaml().path()
                    + ":"
                    + YamlFile.line(first.source().node())
                    + " too");
      }
    }
  }
}
