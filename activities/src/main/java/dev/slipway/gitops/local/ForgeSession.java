package dev.slipway.gitops.local;

import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.jgit.SlipwayCommit;
import dev.slipway.gitops.local.JsonRef.Change;
import dev.slipway.gitops.local.JsonRef.Version;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/**
 * The pull requests of one opened repository, together with the branches, from which it is told how
 * they ended. What writes needs the repository's lock.
 */
record ForgeSession(Repository repository, PullStore pulls, Clock clock) {

  /** The pull request, its end written down if it has ended on its branches. */
  Version<PullRecord> settled(int number) throws IOException {
    return settle(pulls.load(repository, number));
  }

  /**
   * Writes down how an open pull request ended by what is seen on its branches, and takes away the
   * branch of a merged one. Also finds the merge of a worker that was killed before it could write
   * it down.
   */
  Version<PullRecord> settle(Version<PullRecord> version) throws IOException {
    Optional<PullRecord> ended = ended(version.value());
    Version<PullRecord> settled = version;
    if (ended.isPresent()) {
      PullRecord record = ended.get();
      String verb = record.state() == PullRequest.State.MERGED ? "Merge" : "Close";
      settled =
          save(
              Optional.of(version),
              record,
              change(
                  record.endedBy().orElse("somebody"), verb + " pull request " + record.number()));
    }
    if (settled.value().state() == PullRequest.State.MERGED) {
      deleteBranch(settled.value());
    }
    return settled;
  }

  /** How it has ended without being written down yet; empty when nothing changed. */
  Optional<PullRecord> ended(PullRecord record) throws IOException {
    if (!record.isOpen()) {
      return Optional.empty();
    }
    Optional<ObjectId> branch = branch(record.branch());
    Optional<ObjectId> base = branch(record.base());
    ObjectId written = ObjectId.fromString(record.head());
    for (ObjectId head : branch.isPresent() ? List.of(written, branch.get()) : List.of(written)) {
      Optional<BranchMerge.Arrival> arrival =
          base.isEmpty() ? Optional.empty() : BranchMerge.arrival(repository, base.get(), head);
      if (arrival.isPresent()) {
        return Optional.of(record.merged(head.name(), arrival.get().commit(), arrival.get().by()));
      }
    }
    return branch.isEmpty()
        ? Optional.of(record.closed(Optional.empty(), "its branch was deleted"))
        : Optional.empty();
  }

  /** The record with its branch's head as it is now. */
  PullRecord current(PullRecord record) throws IOException {
    Optional<ObjectId> branch = record.isOpen() ? branch(record.branch()) : Optional.empty();
    return record.withText(
        record.title(), record.body(), branch.map(ObjectId::name).orElse(record.head()));
  }

  /** See {@link PullStore#save}. */
  Version<PullRecord> save(Optional<Version<PullRecord>> seen, PullRecord record, Change change)
      throws IOException {
    return pulls.save(repository, seen, record, change);
  }

  /** Of our own branches only, and only while it is what ended and no other pull request has it. */
  void deleteBranch(PullRecord record) throws IOException {
    Optional<ObjectId> branch = branch(record.branch());
    boolean ours = record.branch().startsWith("slipway");
    if (!ours || branch.isEmpty() || !branch.get().name().equals(record.head())) {
      return;
    }
    boolean taken =
        pulls.ofBranch(repository, record.branch()).stream()
            .anyMatch(other -> other.value().isOpen());
    if (!taken) {
      BareRepository.delete(repository, Constants.R_HEADS + record.branch(), branch.get());
    }
  }

  Optional<ObjectId> branch(String name) throws IOException {
    return BareRepository.read(repository, Constants.R_HEADS + name);
  }

  Instant now() {
    return clock.instant();
  }

  Change change(String by, String message) {
    return new Change(by, message, now());
  }

  Change bySlipway(String message) {
    return change(SlipwayCommit.NAME, message);
  }
}
