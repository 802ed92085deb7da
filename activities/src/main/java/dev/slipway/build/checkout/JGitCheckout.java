package dev.slipway.build.checkout;

import dev.slipway.build.disk.DirectoryTree;
import dev.slipway.build.disk.DiskFull;
import dev.slipway.build.disk.ExclusiveLock;
import dev.slipway.gitops.jgit.RemoteCredentials;
import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.api.FetchCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * Checks out with JGit. Each remote has one bare cache on this worker, which is fetched into by one
 * at a time; a checkout borrows the cache's objects, so that it costs no more than its files.
 *
 * <p>The directory becomes a repository with the commit as its detached head, for builds that ask
 * Git who they are. Its remote is not configured; submodules are not fetched.
 */
public final class JGitCheckout implements SourceCheckout {

  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  private static final long LOCK_POLL_MILLIS = 50;

  private final Path caches;
  private final RemoteCredentials credentials;

  /**
   * @param caches this worker's directory for caches; can be lost without harm
   */
  public JGitCheckout(Path caches) {
    this(caches, RemoteCredentials.none());
  }

  /**
   * @param credentials for the remotes that ask who we are
   */
  public JGitCheckout(Path caches, RemoteCredentials credentials) {
    this.caches = caches.toAbsolutePath().normalize();
    this.credentials = credentials;
  }

  @Override
  public void checkOut(String repository, String commit, Path into) throws IOException {
    if (!commit.matches("[0-9a-f]{40}")) {
      throw new IllegalArgumentException("'" + commit + "' is not a full commit id");
    }
    Path cache = caches.resolve(digest(repository) + ".git");
    fetchUnlessThere(repository, commit, cache);
    try {
      checkOut(cache, commit, into);
    } catch (GitAPIException | JGitInternalException e) {
      requireSpace(e);
      // A cache that has lost objects is made anew by the next attempt.
      discard(cache);
      throw FailureType.UNREACHABLE.retryable(
          "The commit "
              + commit
              + " of "
              + shown(repository)
              + " could not be checked out: "
              + shown(e.getMessage()),
          e);
    }
  }

  private void fetchUnlessThere(String repository, String commit, Path cache) throws IOException {
    ExclusiveLock lock = lock(cache);
    try (Repository bare = open(cache)) {
      if (has(bare, commit)) {
        return;
      }
      fetch(bare, repository, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*");
      if (!has(bare, commit)) {
        fetchByName(bare, repository, commit);
      }
    } catch (GitAPIException | JGitInternalException e) {
      requireSpace(e);
      throw FailureType.UNREACHABLE.retryable(
          "The repository " + shown(repository) + " cannot be read: " + shown(e.getMessage()), e);
    } finally {
      lock.close();
    }
  }

  /** Not at or below a branch any more: many servers still give it to who knows its name. */
  private void fetchByName(Repository bare, String repository, String commit) throws IOException {
    try {
      fetch(bare, repository, commit + ":refs/slipway/" + commit);
    } catch (GitAPIException | JGitInternalException e) {
      requireSpace(e);
      throw FailureType.NOT_FOUND.retryable(
          "The repository "
              + shown(repository)
              + " has no commit "
              + commit
              + ": it was never pushed there, or a forced push has removed it.",
          e);
    }
  }

  private void fetch(Repository bare, String repository, String... references)
      throws GitAPIException {
    try (Git git = new Git(bare)) {
      RefSpec[] all = new RefSpec[references.length];
      for (int i = 0; i < references.length; i++) {
        all[i] = new RefSpec(references[i]);
      }
      FetchCommand fetch =
          git.fetch().setRemote(repository).setRefSpecs(all).setTimeout((int) SILENCE.toSeconds());
      credentials.login(repository).ifPresent(fetch::setCredentialsProvider);
      fetch.call();
    }
  }

  private static void checkOut(Path cache, String commit, Path into)
      throws IOException, GitAPIException {
    Git.init().setDirectory(into.toFile()).setInitialBranch("detached").call().close();
    Path info = into.resolve(".git/objects/info");
    Files.createDirectories(info);
    Files.writeString(
        info.resolve("alternates"), cache.resolve("objects") + "\n", StandardCharsets.UTF_8);
    try (Git git = Git.open(into.toFile())) {
      StoredConfig config = git.getRepository().getConfig();
      config.setString(
          ConfigConstants.CONFIG_CORE_SECTION, null, ConfigConstants.CONFIG_KEY_AUTOCRLF, "false");
      config.save();
      git.checkout().setName(commit).setForced(true).call();
    }
  }

  private static Repository open(Path cache) throws IOException {
    Repository bare =
        new FileRepositoryBuilder().setGitDir(cache.toFile()).setBare().setMustExist(false).build();
    if (!Files.exists(cache.resolve("config"))) {
      bare.create(true);
    }
    return bare;
  }

  private static boolean has(Repository bare, String commit) throws IOException {
    return bare.getObjectDatabase().has(ObjectId.fromString(commit));
  }

  private static void discard(Path cache) throws IOException {
    ExclusiveLock lock = lock(cache);
    try {
      // JGit keeps a repository open that others borrow objects from.
      RepositoryCache.unregister(RepositoryCache.FileKey.exact(cache.toFile(), FS.DETECTED));
      DirectoryTree.delete(cache);
    } finally {
      lock.close();
    }
  }

  private static ExclusiveLock lock(Path cache) throws IOException {
    Path file = cache.resolveSibling(cache.getFileName() + ".lock");
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<ExclusiveLock> taken = ExclusiveLock.tryTake(file);
      if (taken.isPresent()) {
        return taken.get();
      }
      pause();
    }
    throw FailureType.UNREACHABLE.retryable(
        "Another build has been fetching the same repository for "
            + LONGEST_WAIT.toMinutes()
            + " minutes: the step is tried again.");
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOCK_POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FailureType.UNREACHABLE.retryable("The worker was stopped during a checkout.", e);
    }
  }

  private static void requireSpace(Exception e) throws IOException {
    if (DiskFull.causes(e)) {
      throw new IOException("Git found no space left on device", e);
    }
  }

  /** Without a password that a URL may hold. */
  private static String shown(@Nullable String text) {
    return text == null ? "no reason given" : text.replaceAll("//[^/@\\s]*@", "//");
  }

  private static String digest(String repository) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(repository.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
