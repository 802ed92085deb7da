package dev.slipway.gitops.jgit;

import dev.slipway.disk.DirectoryTree;
import dev.slipway.disk.DiskFull;
import dev.slipway.disk.ExclusiveLock;
import dev.slipway.manifest.CanonicalJson;
import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.TrackingRefUpdate;
import org.eclipse.jgit.transport.Transport;

/**
 * Bare copies of remotes under one directory, which threads and workers share: of the config
 * repositories, and of the source repositories for whoever reads or builds them.
 *
 * <p>Objects are immutable and named by their content, so reading needs no lock; fetching takes a
 * file lock of the remote. What branches point at is never read from the copy but from the remote's
 * own answer. A copy that is damaged or was wiped is made anew, under another number, so that a
 * reader of the old one fails and tries again rather than reads half of each.
 */
public final class RepositoryCache {

  private static final Duration LOCK_LIMIT = Duration.ofSeconds(90);
  private static final int IDLE_SECONDS = 30;
  private static final List<RefSpec> EVERYTHING =
      List.of(new RefSpec("+refs/heads/*:refs/heads/*"), new RefSpec("+refs/tags/*:refs/tags/*"));

  private final Path directory;
  private final RemoteCredentials credentials;
  private final Duration patience;

  /** Work on a snapshot; may run twice when the copy has to be made anew. */
  @FunctionalInterface
  public interface Reading<T> {
    T read(Snapshot snapshot) throws IOException;
  }

  /**
   * @param directory is created when first needed; only Slipway writes there, and it may be deleted
   *     while no worker runs
   */
  public RepositoryCache(Path directory) {
    this(directory, RemoteCredentials.none());
  }

  /**
   * @param credentials for the remotes that ask who we are
   */
  public RepositoryCache(Path directory, RemoteCredentials credentials) {
    this(directory, credentials, LOCK_LIMIT);
  }

  private RepositoryCache(Path directory, RemoteCredentials credentials, Duration patience) {
    this.directory = directory;
    this.credentials = credentials;
    this.patience = patience;
  }

  /**
   * The same copies, for who can wait longer while another brings the same remote: the first time
   * that may take minutes.
   *
   * @param limit 90 s by default
   */
  public RepositoryCache waiting(Duration limit) {
    return new RepositoryCache(directory, credentials, limit);
  }

  /**
   * Asks the remote for its branches, brings what is new, and reads.
   *
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE when the remote does not answer
   */
  public <T> T ask(String remote, Reading<T> reading) {
    return withCopy(remote(remote), (parsed, copy) -> reading.read(fetch(parsed, copy)));
  }

  /**
   * Reads at a commit: without asking the remote where the copy has it, as a commit never changes.
   *
   * @param commit full id
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE; NOT_FOUND, permanent, when the
   *     remote answered and does not have it
   */
  public <T> T at(String remote, String commit, Reading<T> reading) {
    return withCopy(
        remote(remote),
        (parsed, copy) -> {
          Snapshot snapshot = new Snapshot(parsed, copy.repository(), Map.of());
          if (!snapshot.has(commit)) {
            snapshot = fetch(parsed, copy);
          }
          if (!snapshot.has(commit) && !fetchUnnamed(parsed, copy, commit)) {
            snapshot.checkWhole();
            throw FailureType.NOT_FOUND.permanent(
                "the repository " + parsed + " has no commit " + commit);
          }
          return reading.read(snapshot);
        });
  }

  private Remote remote(String address) {
    return Remote.parse(address).with(credentials);
  }

  private record Copy(Repository repository, Path folder, int number) implements AutoCloseable {
    @Override
    public void close() {
      repository.close();
    }
  }

  @FunctionalInterface
  private interface CopyReading<T> {
    T read(Remote remote, Copy copy) throws IOException;
  }

  private <T> T withCopy(Remote remote, CopyReading<T> reading) {
    Path folder =
        directory.resolve(CanonicalJson.digest(remote.address()).substring("sha256:".length(), 31));
    try {
      int number = ensure(remote, folder, -1);
      try {
        return withCopy(remote, folder, number, reading);
      } catch (IOException e) {
        refuseFullDisk(e);
        number = ensure(remote, folder, number);
      }
      return withCopy(remote, folder, number, reading);
    } catch (IOException e) {
      refuseFullDisk(e);
      throw FailureType.UNREACHABLE.retryable(
          "the copy of the repository " + remote + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static <T> T withCopy(Remote remote, Path folder, int number, CopyReading<T> reading)
      throws IOException {
    try (Copy copy = open(folder, number)) {
      return reading.read(remote, copy);
    } catch (UncheckedIOException e) {
      throw e.getCause() == null ? new IOException(e) : e.getCause();
    }
  }

  private static void refuseFullDisk(IOException e) {
    if (DiskFull.causes(e)) {
      throw FailureType.LIMIT_EXCEEDED.retryable(
          "the disk of the repository cache is full: free some space", e);
    }
  }

  private static Copy open(Path folder, int number) throws IOException {
    Path path = folder.resolve(number + ".git");
    Repository repository =
        new FileRepositoryBuilder().setGitDir(path.toFile()).setBare().setMustExist(true).build();
    return new Copy(repository, folder, number);
  }

  /**
   * The number of the copy to use.
   *
   * @param damaged a copy that is not to be used any more, or -1
   */
  private int ensure(Remote remote, Path folder, int damaged) throws IOException {
    OptionalInt present = newest(folder);
    if (present.isPresent() && present.getAsInt() > damaged) {
      return present.getAsInt();
    }
    return locked(remote, folder, () -> renew(folder, damaged));
  }

  private static int renew(Path folder, int damaged) throws IOException {
    OptionalInt present = newest(folder);
    if (present.isPresent() && present.getAsInt() > damaged) {
      return present.getAsInt();
    }
    int number = Math.max(damaged, 0) + 1;
    Path building = folder.resolve("new.git");
    DirectoryTree.delete(building);
    create(building);
    Files.move(building, folder.resolve(number + ".git"));
    if (damaged >= 0) {
      DirectoryTree.delete(folder.resolve(damaged + ".git"));
    }
    return number;
  }

  private static void create(Path path) throws IOException {
    try (Repository repository =
        new FileRepositoryBuilder().setGitDir(path.toFile()).setBare().build()) {
      repository.create(true);
      StoredConfig config = repository.getConfig();
      // Packs are joined inside the fetch, which holds the lock, not by a thread behind its back.
      config.setBoolean("gc", null, "autoDetach", false);
      config.save();
    }
  }

  private static OptionalInt newest(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .map(child -> child.getFileName().toString())
          .filter(name -> name.matches("[0-9]{1,9}\\.git"))
          .mapToInt(name -> Integer.parseInt(name.substring(0, name.length() - 4)))
          .max();
    } catch (NoSuchFileException e) {
      return OptionalInt.empty();
    }
  }

  private <T> T locked(Remote remote, Path folder, ExclusiveLock.Work<T> work) throws IOException {
    return ExclusiveLock.holding(
        folder.resolve("lock"), patience, "the copy of the repository " + remote, work);
  }

  static Transport open(Repository repository, Remote remote) throws IOException {
    Transport transport = Transport.open(repository, remote.uri());
    remote.prepare(transport);
    transport.setTimeout(IDLE_SECONDS);
    transport.setTagOpt(TagOpt.NO_TAGS);
    transport.setRemoveDeletedRefs(true);
    return transport;
  }

  private Snapshot fetch(Remote remote, Copy copy) throws IOException {
    try {
      remote.checkPresent();
      Map<String, ObjectId> refs =
          locked(remote, copy.folder(), () -> fetch(remote, copy.repository(), EVERYTHING));
      Snapshot snapshot = new Snapshot(remote, copy.repository(), refs);
      snapshot.checkTips();
      return snapshot;
    } catch (IOException e) {
      refuseFullDisk(e);
      BranchHeads.list(remote);
      // It answers, so it is our copy that does not work: made anew, once.
      throw e;
    }
  }

  private static Map<String, ObjectId> fetch(
      Remote remote, Repository repository, List<RefSpec> wanted) throws IOException {
    try (Transport transport = open(repository, remote)) {
      FetchResult result = transport.fetch(NullProgressMonitor.INSTANCE, wanted);
      for (TrackingRefUpdate update : result.getTrackingRefUpdates()) {
        if (update.getResult() == RefUpdate.Result.LOCK_FAILURE) {
          // We hold the lock: this is the leftover of a worker that was killed.
          throw new IOException("a lock was left behind in it");
        }
      }
      return BranchHeads.byName(result.getAdvertisedRefs());
    }
  }

  /** A commit that no branch or tag reaches any more, where the remote gives such ones. */
  private boolean fetchUnnamed(Remote remote, Copy copy, String commit) throws IOException {
    if (!ObjectId.isId(commit)) {
      return false;
    }
    ObjectId id = ObjectId.fromString(commit);
    if (remote.directory().isPresent()) {
      try (Repository local = BranchHeads.openLocal(remote)) {
        if (!local.getObjectDatabase().has(id)) {
          return false;
        }
      }
    }
    try {
      List<RefSpec> wanted = List.of(new RefSpec(commit));
      locked(remote, copy.folder(), () -> fetch(remote, copy.repository(), wanted));
    } catch (TransportException e) {
      return false;
    }
    return new Snapshot(remote, copy.repository(), Map.of()).has(commit);
  }
}
