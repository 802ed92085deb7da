package dev.slipway.gitops.render;

import dev.slipway.disk.DirectoryTree;
import dev.slipway.gitops.render.PathObjects.Placed;
import dev.slipway.gitops.render.tool.RenderTool;
import dev.slipway.gitops.render.tool.RenderTools;
import dev.slipway.gitops.render.tool.ToolComplaint;
import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Renders by Kustomize and Helm, each time on a private copy of the files that it may see. What was
 * rendered is kept by the content of these files.
 */
final class ToolRendering {

  private static final int MAX_KEPT = 64;

  private final RenderTools tools;
  private final Map<String, PathObjects> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PathObjects> eldest) {
          return size() > MAX_KEPT;
        }
      };

  ToolRendering(RenderTools tools) {
    this.tools = tools;
  }

  PathObjects kustomization(KustomizationFiles closure, String path) {
    FileSelection selection = closure.selection();
    String key = RenderTool.KUSTOMIZE + path + " " + selection.digest();
    Optional<PathObjects> known = known(key);
    if (known.isPresent()) {
      return known.get();
    }
    List<String> arguments =
        List.of(
            "build", "--load-restrictor", "LoadRestrictionsRootOnly", path.isEmpty() ? "." : path);
    Run run = new Run(RenderTool.KUSTOMIZE, "kustomize build " + path, arguments);
    List<Placed> objects = RenderedOutput.of(run.what(), inCopy(selection, run, 1));
    return keep(
        key,
        new PathObjects(
            objects,
            new PathForm.Kustomized(closure.own(), true),
            closure.isSpreadOverRepository()));
  }

  /**
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED also when a chart gives something
   *     else each time
   */
  PathObjects chart(TreeFiles files, HelmPath chart, FileBudget budget) {
    FileSelection selection = chart.selection(files, budget);
    String key = chart.key() + chart.path() + " " + chart.image() + " " + selection.digest();
    Optional<PathObjects> known = known(key);
    if (known.isPresent()) {
      return known.get();
    }
    Run run =
        new Run(
            RenderTool.HELM,
            "helm template of " + chart.path(),
            chart.arguments(HelmOutput.NAMESPACE));
    String output = inCopy(selection, run, 2);
    return keep(
        key,
        new PathObjects(
            HelmOutput.of(run.what(), output),
            new PathForm.Charted(chart),
            chart.isSpreadOverRepository()));
  }

  private record Run(RenderTool tool, String what, List<String> arguments) {}

  private Optional<PathObjects> known(String key) {
    synchronized (kept) {
      return Optional.ofNullable(kept.get(key));
    }
  }

  private PathObjects keep(String key, PathObjects objects) {
    synchronized (kept) {
      kept.put(key, objects);
    }
    return objects;
  }

  /**
   * @param times how often, to see whether it is the same each time
   */
  private String inCopy(FileSelection selection, Run run, int times) {
    try {
      Path place = Files.createTempDirectory("slipway-render");
      try {
        Path copy = Files.createDirectory(place.resolve("tree"));
        Files.createDirectory(place.resolve("home"));
        selection.copyTo(copy);
        return output(run, copy, times);
      } finally {
        DirectoryTree.delete(place);
      }
    } catch (IOException e) {
      throw FailureType.UNREACHABLE.retryable(
          "the private copy for " + run.what() + " cannot be made: " + e.getMessage(), e);
    }
  }

  private String output(Run run, Path copy, int times) throws IOException {
    try {
      String first = tools.run(run.tool(), run.what(), run.arguments(), copy);
      for (int i = 1; i < times; i++) {
        if (!tools.run(run.tool(), run.what(), run.arguments(), copy).equals(first)) {
          throw FailureType.MISCONFIGURED.permanent(
              run.what()
                  + " gives something else each time: replace what is random or tells the time"
                  + " (randAlphaNum, genCA, now) by values");
        }
      }
      return first;
    } catch (ToolComplaint e) {
      throw FailureType.MISCONFIGURED.permanent(
          run.what() + ": " + ComplaintText.of(e.words(), copy));
    }
  }
}
