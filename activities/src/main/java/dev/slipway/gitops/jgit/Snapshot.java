package dev.slipway.gitops.jgit;

import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;

/**
 * A remote as it was when it was asked: what its branches pointed at, and a local repository with
 * all that they reach.
 *
 * @param refs full names; empty when only the cache was read
 */
public record Snapshot(Remote remote, Repository repository, Map<String, ObjectId> refs) {

  public Snapshot {
    refs = Map.copyOf(refs);
  }

  public Optional<ObjectId> branch(String name) {
    return Optional.ofNullable(refs.get(Constants.R_HEADS + name));
  }

  /** Whether the local repository has this commit; false for the id of something else. */
  boolean has(String commit) throws IOException {
    if (!ObjectId.isId(commit)) {
      return false;
    }
    ObjectId id = ObjectId.fromString(commit);
    try (ObjectReader reader = repository.newObjectReader()) {
      return reader.has(id) && reader.open(id).getType() == Constants.OBJ_COMMIT;
    }
  }

  /**
   * Every branch's commit is there: a fetch believes its own refs and brings nothing where a
   * damaged copy has lost what they name.
   */
  void checkTips() throws IOException {
    for (Map.Entry<String, ObjectId> ref : refs.entrySet()) {
      boolean fetched =
          ref.getKey().startsWith(Constants.R_HEADS) || ref.getKey().startsWith(Constants.R_TAGS);
      if (fetched && !repository.getObjectDatabase().has(ref.getValue())) {
        throw new MissingObjectException(ref.getValue(), "commit of " + ref.getKey());
      }
    }
  }

  /** Every commit that a branch reaches is there, so that a missing one is not to be had at all. */
  void checkWhole() throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      walk.setRetainBody(false);
      for (Map.Entry<String, ObjectId> ref : refs.entrySet()) {
        if (ref.getKey().startsWith(Constants.R_HEADS)) {
          walk.markStart(walk.parseCommit(ref.getValue()));
        }
      }
      while (walk.next() != null) {
        // Fails where one is missing.
      }
    }
  }

  /**
   * Sets a branch of the remote, if it still is what was seen in this snapshot.
   *
   * @return false when somebody else moved it
   */
  boolean push(String branch, ObjectId commit) throws IOException {
    RemoteRefUpdate update =
        new RemoteRefUpdate(
            repository,
            (String) null,
            commit,
            Constants.R_HEADS + branch,
            true,
            null,
            branch(branch).orElse(ObjectId.zeroId()));
    try (Transport transport = RepositoryCache.open(repository, remote)) {
      transport.push(NullProgressMonitor.INSTANCE, List.of(update));
    }
    return switch (update.getStatus()) {
      case OK, UP_TO_DATE -> true;
      case REJECTED_REMOTE_CHANGED, REJECTED_NONFASTFORWARD, REJECTED_NODELETE, NON_EXISTING ->
          false;
      case REJECTED_OTHER_REASON, NOT_ATTEMPTED, AWAITING_REPORT -> {
        String reason = String.valueOf(update.getMessage());
        if (reason.contains("lock")) {
          for (Path directory : remote.directory().stream().toList()) {
            LeftoverLock.remove(directory, update.getRemoteName());
          }
          yield false;
        }
        throw FailureType.UNREACHABLE.retryable(
            "the repository "
                + remote
                + " refuses the branch '"
                + branch
                + "': "
                + reason
                + "; let Slipway push branches there");
      }
    };
  }
}
