package dev.slipway.gitops.jgit;

import dev.slipway.gitops.ConfigPath;
import dev.slipway.gitops.render.PathReader;
import dev.slipway.gitops.render.Rendered;
import dev.slipway.gitops.render.Renderer;
import dev.slipway.gitops.render.RepositoryPath;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Renders a path at a commit from the cache; asks the remote only for a commit it does not have.
 */
public final class JGitRenderer implements Renderer {

  private final RepositoryCache cache;
  private final TreeRenderer renderer;

  /**
   * @param paths shared with {@link JGitConfig}, for what it has rendered before
   */
  public JGitRenderer(RepositoryCache cache, PathReader paths) {
    this.cache = cache;
    renderer = new TreeRenderer(paths);
  }

  @Override
  public Rendered render(ConfigPath path, String commit, String workload) {
    String normal = RepositoryPath.normal(path.path());
    return cache.at(
        path.repository(),
        commit,
        snapshot -> {
          try (RevWalk walk = new RevWalk(snapshot.repository())) {
            ObjectId tree = walk.parseCommit(ObjectId.fromString(commit)).getTree();
            return renderer.render(walk.getObjectReader(), tree, normal, workload, commit);
          }
        });
  }
}
