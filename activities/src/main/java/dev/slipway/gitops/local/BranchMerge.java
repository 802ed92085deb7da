package dev.slipway.gitops.local;

import dev.slipway.gitops.jgit.SlipwayCommit;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ResolveMerger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** Merges in memory, and finds out how a commit came into a branch. */
final class BranchMerge {

  /** How far back the commit that brought a head into a branch is looked for. */
  private static final int MAX_COMMITS = 2_000;

  private static final int MAX_FILES_NAMED = 5;

  private BranchMerge() {}

  /** A merge commit that no ref names yet, or the files that conflict. */
  record Made(Optional<ObjectId> commit, List<String> conflicts) {}

  static Made make(
      Repository repository, ObjectId base, ObjectId head, SlipwayCommit message, Instant at)
      throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ResolveMerger merger = (ResolveMerger) MergeStrategy.RECURSIVE.newMerger(repository, true);
      merger.setObjectInserter(inserter);
      if (!merger.merge(base, head)) {
        return new Made(
            Optional.empty(),
            merger.getUnmergedPaths().stream().distinct().limit(MAX_FILES_NAMED).toList());
      }
      ObjectId commit = message.insert(inserter, merger.getResultTreeId(), List.of(base, head), at);
      return new Made(Optional.of(commit), List.of());
    }
  }

  /**
   * How a head came into a branch.
   *
   * @param commit the first one on the branch's own line that has it
   * @param by author of that commit; empty when the branch was only moved forward to the head, as
   *     plain git does not write down who did that
   */
  record Arrival(String commit, Optional<String> by) {}

  /**
   * @return empty when the branch does not have it
   */
  static Optional<Arrival> arrival(Repository repository, ObjectId branch, ObjectId head)
      throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit wanted = walk.parseCommit(head);
      RevCommit commit = walk.parseCommit(branch);
      if (!walk.isMergedInto(wanted, commit)) {
        return Optional.empty();
      }
      for (int i = 0; i < MAX_COMMITS && commit.getParentCount() > 0; i++) {
        RevCommit parent = walk.parseCommit(commit.getParent(0));
        if (commit.equals(wanted) || !walk.isMergedInto(wanted, parent)) {
          break;
        }
        commit = parent;
      }
      return Optional.of(
          new Arrival(
              commit.name(),
              commit.equals(wanted)
                  ? Optional.empty()
                  : Optional.of(commit.getAuthorIdent().getName())));
    }
  }
}
