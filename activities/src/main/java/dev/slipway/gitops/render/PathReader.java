package dev.slipway.gitops.render;

import dev.slipway.gitops.render.PathObjects.Placed;
import dev.slipway.gitops.render.tool.RenderTools;
import dev.slipway.manifest.YamlFile;
import dev.slipway.temporal.FailureType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the objects of a path, whatever form they are written in. The files say which: {@code
 * slipway-helm.yaml} or {@code Chart.yaml} a Helm chart, {@code kustomization.yaml} a
 * kustomization, neither plain YAML. Needs no network and no credential.
 */
public final class PathReader {

  private final ToolRendering rendering;

  public PathReader(RenderTools tools) {
    rendering = new ToolRendering(tools);
  }

  /**
   * @param path in its one spelling, see {@link RepositoryPath#normal}
   * @throws io.temporal.failure.ApplicationFailure NOT_FOUND when there is no such folder;
   *     MISCONFIGURED with file and line; LIMIT_EXCEEDED: these are permanent, as a commit never
   *     changes. MISCONFIGURED or UNREACHABLE, worth a retry, when a tool is not installed or the
   *     machine is too slow
   */
  public PathObjects read(TreeFiles files, String path) {
    checkFolder(files, path);
    PathObjects objects = objects(files, path);
    if (objects.placed().isEmpty()) {
      throw FailureType.MISCONFIGURED.permanent(
          "'"
              + path
              + "' holds no object: an empty path is never synced, as that would delete all");
    }
    checkUnique(objects.placed());
    return objects;
  }

  private PathObjects objects(TreeFiles files, String path) {
    FileBudget budget = new FileBudget(files, path);
    Optional<TreeFiles.Entry> kustomization = Kustomization.file(files, path);
    if (HelmPath.isAt(files, path)) {
      if (kustomization.isPresent()) {
        throw FailureType.MISCONFIGURED.permanent(
            kustomization.get().path() + ": beside a Helm chart: leave one of the two there");
      }
      return rendering.chart(files, HelmPath.read(files, path, budget), budget);
    }
    if (kustomization.isEmpty()) {
      return FolderReader.plain(files, path, budget);
    }
    KustomizationFiles closure = KustomizationFiles.of(files, path, new FileBudget(files, path));
    YamlFile own = closure.own();
    return closure.isSimple()
        ? FolderReader.kustomized(files, path, budget, Kustomization.parse(own))
        : rendering.kustomization(closure, path);
  }

  private static void checkFolder(TreeFiles files, String path) {
    if (path.isEmpty()) {
      return;
    }
    TreeFiles.Entry folder =
        files
            .find(path)
            .orElseThrow(
                () ->
                    FailureType.NOT_FOUND.permanent(
                        "there is no folder '" + path + "' at this commit"));
    if (folder.kind() != TreeFiles.Kind.FOLDER) {
      throw FailureType.MISCONFIGURED.permanent("'" + path + "' is no folder");
    }
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
