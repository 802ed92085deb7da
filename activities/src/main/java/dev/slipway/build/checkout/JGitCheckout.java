package dev.slipway.build.checkout;

import dev.slipway.gitops.jgit.RepositoryCache;
import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.StoredConfig;

/**
 * Checks out with JGit. A checkout borrows the objects of this worker's copy of the repository, so
 * that it costs no more than its files.
 *
 * <p>The directory becomes a repository with the commit as its detached head, for builds that ask
 * Git who they are. Its remote is not configured; submodules are not fetched.
 */
public final class JGitCheckout implements SourceCheckout {

  /** A build has the time to wait for another build's first fetch of a large repository. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final RepositoryCache cache;

  public JGitCheckout(RepositoryCache cache) {
    this.cache = cache.waiting(LONGEST_WAIT);
  }

  @Override
  public void checkOut(String repository, String commit, Path into) throws IOException {
    if (!ObjectId.isId(commit)) {
      throw new IllegalArgumentException("'" + commit + "' is not a full commit id");
    }
    create(into);
    try {
      cache.at(
          repository,
          commit,
          snapshot -> {
            borrow(snapshot.repository().getDirectory().toPath(), into);
            checkOut(commit, into);
            return commit;
          });
    } catch (ApplicationFailure e) {
      if (e.getType().equals(FailureType.NOT_FOUND.name())) {
        // Retryable: another worker may have it in its copy.
        throw FailureType.NOT_FOUND.retryable(
            e.getOriginalMessage() + ": it was never pushed there, or a forced push has removed it",
            e);
      }
      throw e;
    }
  }

  private static void create(Path into) throws IOException {
    try (Git git = Git.init().setDirectory(into.toFile()).setInitialBranch("detached").call()) {
      StoredConfig config = git.getRepository().getConfig();
      config.setString(
          ConfigConstants.CONFIG_CORE_SECTION, null, ConfigConstants.CONFIG_KEY_AUTOCRLF, "false");
      config.save();
    } catch (GitAPIException | JGitInternalException e) {
      throw new IOException("no repository can be made in " + into, e);
    }
  }

  private static void borrow(Path copy, Path into) throws IOException {
    Path information = into.resolve(".git/objects/info");
    Files.createDirectories(information);
    Files.writeString(
        information.resolve("alternates"),
        copy.toAbsolutePath().normalize().resolve("objects") + "\n",
        StandardCharsets.UTF_8);
  }

  /** An IOException means that the copy has lost objects: it is then made anew. */
  private static void checkOut(String commit, Path into) throws IOException {
    try (Git git = Git.open(into.toFile())) {
      git.checkout().setName(commit).setForced(true).call();
    } catch (GitAPIException | JGitInternalException e) {
      throw new IOException(
          "the commit " + commit + " cannot be checked out: " + e.getMessage(), e);
    }
  }
}
