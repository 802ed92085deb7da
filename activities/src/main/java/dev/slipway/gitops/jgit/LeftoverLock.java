package dev.slipway.gitops.jgit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Locks on refs that a killed process left behind. Git keeps such a lock for milliseconds and never
 * takes it away from another; one that is older than 10 seconds would stop every release for ever.
 */
public final class LeftoverLock {

  private static final Duration OLD = Duration.ofSeconds(10);

  /** After as long as this, git itself takes a garbage collection for dead. */
  private static final Duration DEAD_COLLECTION = Duration.ofHours(12);

  private LeftoverLock() {}

  /**
   * Takes away what is old.
   *
   * @param repository the bare repository's directory
   * @param ref full name
   */
  public static void remove(Path repository, String ref) throws IOException {
    for (String name : List.of(ref + ".lock", "packed-refs.lock")) {
      removeIfOlder(repository.resolve(name), OLD);
    }
  }

  /**
   * Takes away the lock of a garbage collection that died: neither JGit nor git would ever collect
   * again in this repository.
   */
  public static void removeOfCollection(Path repository) throws IOException {
    removeIfOlder(repository.resolve("gc.log.lock"), DEAD_COLLECTION);
  }

  private static void removeIfOlder(Path lock, Duration than) throws IOException {
    try {
      if (Files.getLastModifiedTime(lock).toInstant().isBefore(Instant.now().minus(than))) {
        Files.deleteIfExists(lock);
      }
    } catch (NoSuchFileException e) {
      // The usual case: nobody has left anything.
    }
  }
}
