package dev.slipway.gitops.local;

import dev.slipway.disk.ExclusiveLock;
import dev.slipway.gitops.jgit.LeftoverLock;
import dev.slipway.gitops.jgit.Remote;
import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** The bare config repository itself, opened where it lies. */
final class BareRepository {

  private static final Duration LOCK_LIMIT = Duration.ofSeconds(60);

  private final Path directory;

  /** Work on the opened repository. */
  @FunctionalInterface
  interface Work<T> {
    T on(Repository repository) throws IOException;
  }

  private BareRepository(Path directory) {
    this.directory = directory;
  }

  /**
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED, permanent, when it is no bare
   *     repository on a local path: the address itself has to change; UNREACHABLE when it is not
   *     there
   */
  static BareRepository at(String address) {
    Remote remote = Remote.parse(address);
    Path directory = remote.directory().orElseThrow(() -> notLocal(remote));
    if (Files.exists(directory.resolve(".git"))) {
      throw notLocal(remote);
    }
    if (!Files.isDirectory(directory.resolve("refs"))) {
      throw FailureType.UNREACHABLE.retryable(
          "there is no Git repository at " + remote + ": check that it is there");
    }
    return new BareRepository(directory);
  }

  private static RuntimeException notLocal(Remote remote) {
    return FailureType.MISCONFIGURED.permanent(
        "the built-in forge needs a bare repository on a local path, not "
            + remote
            + ": name such a one in the platform file, or configure a hosted forge");
  }

  /** Works without a lock: for reading. */
  <T> T open(Work<T> work) {
    try (Repository repository =
        new FileRepositoryBuilder()
            .setGitDir(directory.toFile())
            .setBare()
            .setMustExist(true)
            .build()) {
      return work.on(repository);
    } catch (IOException e) {
      throw FailureType.UNREACHABLE.retryable(
          "the repository " + directory + " cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * Works while no other forge, in this process or another, changes pull requests here. Plain git
   * is not kept out; against it each ref is compared and set.
   */
  <T> T locked(Work<T> work) {
    return open(
        repository ->
            ExclusiveLock.holding(
                directory.resolve("slipway.lock"),
                LOCK_LIMIT,
                "the repository " + directory,
                () -> work.on(repository)));
  }

  static Optional<ObjectId> read(Repository repository, String ref) throws IOException {
    return Optional.ofNullable(repository.exactRef(ref)).map(Ref::getObjectId);
  }

  /**
   * Sets a ref if it still is what was seen.
   *
   * @param seen empty: the ref was not there
   * @return false when somebody else moved it
   */
  static boolean set(Repository repository, String ref, Optional<ObjectId> seen, ObjectId wanted)
      throws IOException {
    RefUpdate update = repository.updateRef(ref, true);
    update.setExpectedOldObjectId(seen.orElse(ObjectId.zeroId()));
    update.setNewObjectId(wanted);
    update.setForceUpdate(true);
    update.disableRefLog();
    return isDone(repository, ref, update.update());
  }

  /**
   * Deletes a ref if it still is what was seen. All deletions take one lock of the packed refs: one
   * that a killed worker's collection of garbage has left behind is taken away.
   */
  static boolean delete(Repository repository, String ref, ObjectId seen) throws IOException {
    try {
      return deleteOnce(repository, ref, seen);
    } catch (LockFailedException e) {
      LeftoverLock.remove(repository.getDirectory().toPath(), ref);
      return deleteOnce(repository, ref, seen);
    }
  }

  private static boolean deleteOnce(Repository repository, String ref, ObjectId seen)
      throws IOException {
    RefUpdate update = repository.updateRef(ref, true);
    update.setExpectedOldObjectId(seen);
    update.setForceUpdate(true);
    return isDone(repository, ref, update.delete());
  }

  private static boolean isDone(Repository repository, String ref, RefUpdate.Result result)
      throws IOException {
    return switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE, RENAMED -> true;
      case LOCK_FAILURE -> {
        LeftoverLock.remove(repository.getDirectory().toPath(), ref);
        yield false;
      }
      case REJECTED, REJECTED_CURRENT_BRANCH, REJECTED_MISSING_OBJECT, REJECTED_OTHER_REASON ->
          false;
      case IO_FAILURE, NOT_ATTEMPTED -> throw new IOException(ref + " cannot be written");
    };
  }
}
