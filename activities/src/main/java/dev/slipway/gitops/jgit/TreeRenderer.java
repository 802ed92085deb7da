package dev.slipway.gitops.jgit;

import dev.slipway.gitops.RenderedState;
import dev.slipway.gitops.render.PathObjects;
import dev.slipway.gitops.render.PathReader;
import dev.slipway.gitops.render.Rendered;
import dev.slipway.gitops.render.RenderedPath;
import dev.slipway.gitops.render.TreeFiles;
import dev.slipway.manifest.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Renders a path of a tree. What was rendered is kept by the path's own tree id, so that commits of
 * other teams cost nothing; by the whole tree's id where files outside the path were read.
 */
final class TreeRenderer {

  private static final int MAX_KEPT = 64;
  private static final int MAX_OBJECTS_KEPT = 200;

  private record Key(String tree, String path, String workload) {}

  private final PathReader paths;
  private final Map<Key, Rendered> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Rendered> eldest) {
          return size() > MAX_KEPT;
        }
      };

  TreeRenderer(PathReader paths) {
    this.paths = paths;
  }

  /**
   * @param root id of the tree
   * @param path in its one spelling
   * @param commit that the state names
   */
  Rendered render(ObjectReader reader, ObjectId root, String path, String workload, String commit) {
    TreeFiles files = new GitTreeFiles(reader, root);
    Optional<String> folder = files.find(path).map(TreeFiles.Entry::id);
    Key byRoot = new Key(root.name(), path, workload);
    Key byFolder = new Key(folder.orElse(""), path, workload);
    synchronized (kept) {
      Rendered known = kept.containsKey(byFolder) ? kept.get(byFolder) : kept.get(byRoot);
      if (known != null) {
        return at(commit, known);
      }
    }
    PathObjects objects = paths.read(files, path);
    Rendered rendered = RenderedPath.of(objects, path, commit, workload);
    if (rendered.objects().size() <= MAX_OBJECTS_KEPT) {
      synchronized (kept) {
        kept.put(objects.spreadOverRepository() ? byRoot : byFolder, rendered);
      }
    }
    return at(commit, rendered);
  }

  /** Objects are copied: their JSON can be changed by who gets it. */
  private static Rendered at(String commit, Rendered rendered) {
    RenderedState state = rendered.state();
    return new Rendered(
        new RenderedState(
            commit,
            state.revision(),
            state.podRevision(),
            state.artifact(),
            state.objects(),
            state.hooks()),
        rendered.objects().stream().map(object -> new Manifest(object.json().deepCopy())).toList());
  }
}
