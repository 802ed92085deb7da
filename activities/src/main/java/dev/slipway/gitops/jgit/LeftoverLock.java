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

  private LeftoverLock() {}

  /**
   * Takes away what is old.
   *
   * @param repository the bare repository's directory
   * @param ref full name
   */
  public static void remove(Path repository, String ref) throws IOException {
    for (String name : List.of(ref + ".lock", "packed-refs.lock")) {
      Path lock = repository.resolve(name);
      if (isOld(lock)) {
        Files.deleteIfExists(lock);
      }
    }
  }

  private static boolean isOld(Path lock) throws IOException {
    try {
      return Files.getLastModifiedTime(lock).toInstant().isBefore(Instant.now().minus(OLD));
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
