package dev.slipway.gitops.jgit;

import dev.slipway.gitops.ConfigPath;
import dev.slipway.gitops.ProposedChange;
import dev.slipway.gitops.render.Rendered;
import dev.slipway.gitops.render.RenderedDifference;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ThreeWayMerger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/**
 * One attempt to bring a change onto its branch, on top of the production branch as a snapshot has
 * it. Finds the branch of an earlier attempt and leaves it as it is, with its reviews, unless the
 * path's own content changed on the production branch.
 */
final class Proposal implements AutoCloseable {

  /**
   * What is wanted.
   *
   * @param path where, its folder in its one spelling
   * @param branch name of the proposal's branch
   * @param commit how the commit reads; its trailers tell it from other commits on the branch
   */
  record Wanted(
      ConfigPath path, String workload, String branch, SlipwayCommit commit, Change change) {}

  /** Makes the wanted tree from the production branch's. */
  @FunctionalInterface
  interface Change {
    ObjectId apply(RevWalk walk, ObjectInserter inserter, ObjectId root) throws IOException;
  }

  private final Snapshot snapshot;
  private final TreeRenderer renderer;
  private final Wanted wanted;
  private final ObjectInserter inserter;
  private final RevWalk walk;

  Proposal(Snapshot snapshot, TreeRenderer renderer, Wanted wanted) {
    this.snapshot = snapshot;
    this.renderer = renderer;
    this.wanted = wanted;
    this.inserter = snapshot.repository().newObjectInserter();
    this.walk = new RevWalk(inserter.newReader());
  }

  /**
   * @param head of the production branch
   * @return empty when somebody moved the branch meanwhile: try again on a new snapshot
   */
  Optional<ProposedChange> converge(ObjectId head) throws IOException {
    RevCommit base = walk.parseCommit(head);
    Rendered before = render(base.getTree(), base.name());
    ObjectId tree = wanted.change().apply(walk, inserter, base.getTree());
    inserter.flush();
    Rendered after = render(tree, base.name());
    if (before.state().revision().equals(after.state().revision())) {
      return Optional.of(
          new ProposedChange(
              wanted.branch(),
              base.name(),
              before.state(),
              before.state(),
              RenderedDifference.between(List.of(), List.of()).digest(),
              ""));
    }
    Optional<ObjectId> existing = snapshot.branch(wanted.branch());
    if (existing.isPresent()) {
      Optional<ObjectId> merged = stillGood(walk.parseCommit(existing.get()), base);
      if (merged.isPresent()) {
        return Optional.of(described(before, merged.get(), existing.get()));
      }
    }
    ObjectId commit =
        wanted
            .commit()
            .insert(inserter, tree, List.of(base), base.getCommitterIdent().getWhenAsInstant());
    if (!existing.equals(Optional.of(commit)) && !snapshot.push(wanted.branch(), commit)) {
      return Optional.empty();
    }
    return Optional.of(described(before, tree, commit));
  }

  /**
   * Whether an earlier attempt's branch can stay.
   *
   * @return the tree that merging it would give; empty when it has to be made anew
   */
  private Optional<ObjectId> stillGood(RevCommit branch, RevCommit base) throws IOException {
    walk.reset();
    walk.setRevFilter(RevFilter.MERGE_BASE);
    walk.markStart(branch);
    walk.markStart(base);
    RevCommit fork = walk.next();
    walk.reset();
    walk.setRevFilter(RevFilter.ALL);
    if (fork == null || !holdsOurs(branch, fork) || !isPathSame(fork, base)) {
      return Optional.empty();
    }
    if (fork.equals(base)) {
      return Optional.of(branch.getTree());
    }
    ThreeWayMerger merger = MergeStrategy.RECURSIVE.newMerger(snapshot.repository(), true);
    merger.setObjectInserter(inserter);
    if (!merger.merge(base, branch)) {
      return Optional.empty();
    }
    inserter.flush();
    return Optional.of(merger.getResultTreeId());
  }

  private boolean holdsOurs(RevCommit branch, RevCommit fork) throws IOException {
    walk.reset();
    walk.markStart(branch);
    walk.markUninteresting(fork);
    for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
      if (commit.getFullMessage().equals(wanted.commit().message())) {
        return true;
      }
    }
    return false;
  }

  private boolean isPathSame(RevCommit fork, RevCommit base) throws IOException {
    String path = wanted.path().path();
    return PathHistory.content(walk, walk.parseCommit(fork), path)
        .equals(PathHistory.content(walk, base, path));
  }

  private ProposedChange described(Rendered before, ObjectId tree, ObjectId commit) {
    Rendered after = render(tree, commit.name());
    RenderedDifference difference = RenderedDifference.between(before.objects(), after.objects());
    return new ProposedChange(
        wanted.branch(),
        commit.name(),
        before.state(),
        after.state(),
        difference.digest(),
        difference.text());
  }

  private Rendered render(ObjectId tree, String commit) {
    ObjectReader reader = walk.getObjectReader();
    return renderer.render(reader, tree, wanted.path().path(), wanted.workload(), commit);
  }

  @Override
  public void close() {
    walk.close();
    inserter.close();
  }
}
