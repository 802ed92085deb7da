package dev.slipway.gitops.jgit;

import dev.slipway.gitops.CommitCause;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Who changed a path last, along the production branch's own line of commits. */
final class PathHistory {

  /** A path that was quiet for longer gets the oldest commit looked at. */
  private static final int MAX_COMMITS = 10_000;

  private static final int MAX_SUBJECT = 200;

  private PathHistory() {}

  static CommitCause lastCause(RevWalk walk, ObjectId head, String path) throws IOException {
    RevCommit commit = walk.parseCommit(head);
    Optional<ObjectId> content = content(walk, commit, path);
    for (int i = 0; i < MAX_COMMITS && commit.getParentCount() > 0; i++) {
      RevCommit parent = walk.parseCommit(commit.getParent(0));
      Optional<ObjectId> before = content(walk, parent, path);
      if (!before.equals(content)) {
        break;
      }
      commit = parent;
    }
    return cause(commit);
  }

  /** The tree or file at a path of a commit. */
  static Optional<ObjectId> content(RevWalk walk, RevCommit commit, String path)
      throws IOException {
    return content(walk, commit.getTree(), path);
  }

  /** The tree or file at a path of a tree. */
  static Optional<ObjectId> content(RevWalk walk, ObjectId tree, String path) throws IOException {
    if (path.isEmpty()) {
      return Optional.of(tree.copy());
    }
    try (TreeWalk found = TreeWalk.forPath(walk.getObjectReader(), path, tree)) {
      return found == null ? Optional.empty() : Optional.of(found.getObjectId(0));
    }
  }

  private static CommitCause cause(RevCommit commit) {
    List<String> releases = commit.getFooterLines("Slipway-Release");
    return new CommitCause(
        releases.isEmpty() ? Optional.empty() : Optional.of(releases.getLast()),
        commit.getAuthorIdent().getName(),
        subject(commit));
  }

  static String subject(RevCommit commit) {
    String subject = commit.getShortMessage();
    return subject.length() > MAX_SUBJECT ? subject.substring(0, MAX_SUBJECT) : subject;
  }
}
