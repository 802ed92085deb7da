package dev.slipway.gitops.jgit;

import dev.slipway.build.Artifact;
import dev.slipway.gitops.ChangeOrder;
import dev.slipway.gitops.ConfigActivities;
import dev.slipway.gitops.ConfigHead;
import dev.slipway.gitops.ConfigPath;
import dev.slipway.gitops.HeadOrder;
import dev.slipway.gitops.ProposedChange;
import dev.slipway.gitops.RestoreOrder;
import dev.slipway.gitops.edit.ImageEdit;
import dev.slipway.gitops.render.PathObjects;
import dev.slipway.gitops.render.PathReader;
import dev.slipway.gitops.render.Rendered;
import dev.slipway.gitops.render.RepositoryPath;
import dev.slipway.manifest.ImageName;
import dev.slipway.manifest.Workload;
import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * The config repository by JGit, without a work tree. Commits are made from what is wanted and from
 * the commit they stand on alone, dates included: an attempt that was killed and made again, on
 * whichever worker, makes the same commit id and finds its branch.
 */
public final class JGitConfig implements ConfigActivities {

  private static final int ATTEMPTS = 10;

  private final RepositoryCache cache;
  private final PathReader paths;
  private final TreeRenderer renderer;

  public JGitConfig(RepositoryCache cache, PathReader paths) {
    this.cache = cache;
    this.paths = paths;
    renderer = new TreeRenderer(paths);
  }

  @Override
  public ConfigHead head(HeadOrder order) {
    ConfigPath path = normal(order.path());
    try {
      return cache.ask(
          path.repository(),
          snapshot -> {
            ObjectId head = production(snapshot, path);
            try (RevWalk walk = new RevWalk(snapshot.repository())) {
              RevCommit commit = walk.parseCommit(head);
              Rendered rendered =
                  renderer.render(
                      walk.getObjectReader(),
                      commit.getTree(),
                      path.path(),
                      order.workload(),
                      head.name());
              return new ConfigHead(
                  rendered.state(), PathHistory.lastCause(walk, head, path.path()));
            }
          });
    } catch (ApplicationFailure e) {
      // What is wrong at this head may be mended by the next push: the retry reads that one.
      throw FailureType.valueOf(e.getType()).retryable(e.getOriginalMessage(), e);
    }
  }

  @Override
  public ProposedChange propose(ChangeOrder order) {
    if (!order.artifact().name().matches("[A-Za-z0-9][A-Za-z0-9._/:-]{0,250}")) {
      throw FailureType.MISCONFIGURED.permanent(
          "'" + order.artifact().name() + "' cannot be an image's name: mend 'build.artifact'");
    }
    SlipwayCommit commit =
        new SlipwayCommit(
            "Release " + order.release() + " to " + order.environment(),
            "",
            Map.of(
                "Slipway-Release", order.release(),
                "Slipway-Commit", order.sourceCommit(),
                "Slipway-Artifact", order.artifact().reference()));
    ConfigPath path = normal(order.path());
    return converge(
        new Proposal.Wanted(
            path,
            order.workload(),
            BranchName.of(order),
            commit,
            (walk, inserter, root) -> withArtifact(order, path.path(), walk, inserter, root)));
  }

  /** The first of the edits that could do it, and by its rendering does. */
  private ObjectId withArtifact(
      ChangeOrder order, String path, RevWalk walk, ObjectInserter inserter, ObjectId root)
      throws IOException {
    PathObjects before = paths.read(new GitTreeFiles(walk.getObjectReader(), root), path);
    String file = "";
    String arrived = "";
    for (ImageEdit edit :
        ImageEdit.candidates(
            before, path, order.workload(), order.artifact().name(), order.artifact().digest())) {
      ObjectId edited =
          new TreeSplice(walk.getObjectReader(), inserter)
              .withFile(root, edit.file(), edit.text().getBytes(StandardCharsets.UTF_8));
      Optional<ImageName> image =
          Workload.find(
                  paths.read(new GitTreeFiles(walk.getObjectReader(), edited), path).manifests(),
                  order.workload())
              .flatMap(Workload::image);
      if (image.filter(found -> isArtifact(found, order.artifact())).isPresent()) {
        return edited;
      }
      file = edit.file();
      arrived = image.map(ImageName::toString).orElse("none");
    }
    throw FailureType.MISCONFIGURED.permanent(
        file
            + ": setting the image here gives the workload "
            + arrived
            + ": write the image out where it stands, without YAML aliases or a second rule for it");
  }

  /** A tag beside the digest does not matter to a cluster. */
  private static boolean isArtifact(ImageName image, Artifact artifact) {
    return image.name().equals(artifact.name())
        && image.digest().equals(Optional.of(artifact.digest()));
  }

  @Override
  public ProposedChange restore(RestoreOrder order) {
    ConfigPath path = normal(order.path());
    SlipwayCommit commit =
        new SlipwayCommit(
            "Restore " + order.environment() + " to its stable revision",
            SlipwayCommit.oneLine(order.reason()),
            Map.of("Slipway-Restore", order.stableCommit()));
    return converge(
        new Proposal.Wanted(
            path,
            order.workload(),
            BranchName.of(order),
            commit,
            (walk, inserter, root) -> withStable(order, path.path(), walk, inserter, root)));
  }

  private static ObjectId withStable(
      RestoreOrder order, String path, RevWalk walk, ObjectInserter inserter, ObjectId root)
      throws IOException {
    String stable = order.stableCommit();
    if (!ObjectId.isId(stable) || !walk.getObjectReader().has(ObjectId.fromString(stable))) {
      throw FailureType.NOT_FOUND.permanent(
          "the repository "
              + Remote.parse(order.path().repository())
              + " no longer has the stable commit "
              + stable
              + ": push it again, or adopt what is live");
    }
    RevCommit commit = walk.parseCommit(ObjectId.fromString(stable));
    ObjectId folder =
        PathHistory.content(walk, commit, path)
            .orElseThrow(
                () ->
                    FailureType.NOT_FOUND.permanent(
                        "there is no '" + path + "' at the stable commit " + stable));
    return new TreeSplice(walk.getObjectReader(), inserter).withFolder(root, path, folder);
  }

  private ProposedChange converge(Proposal.Wanted wanted) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<ProposedChange> change =
          cache.ask(
              wanted.path().repository(),
              snapshot -> {
                try (Proposal proposal = new Proposal(snapshot, renderer, wanted)) {
                  return proposal.converge(production(snapshot, wanted.path()));
                }
              });
      if (change.isPresent()) {
        return change.get();
      }
    }
    throw FailureType.UNREACHABLE.retryable(
        "the branch '" + wanted.branch() + "' is moved by others all the time; tried again later");
  }

  private static ObjectId production(Snapshot snapshot, ConfigPath path) {
    return snapshot
        .branch(path.branch())
        .orElseThrow(
            () ->
                // Retried: the first push may be on its way.
                FailureType.NOT_FOUND.retryable(
                    "the repository "
                        + snapshot.remote()
                        + " has no branch '"
                        + path.branch()
                        + "': push its first commit"));
  }

  private static ConfigPath normal(ConfigPath path) {
    return new ConfigPath(path.repository(), path.branch(), RepositoryPath.normal(path.path()));
  }
}
