package dev.slipway.build.process;

import dev.slipway.build.log.StepKey;
import dev.slipway.disk.ExclusiveLock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One attempt of a step at a time on this machine. Where Temporal has given up an attempt that
 * still runs here, the next one waits until it has ended, and then often finds its answer.
 */
final class StepLocks {

  private static final Duration FORGOTTEN = Duration.ofDays(30);
  private static final long POLL_MILLIS = 50;

  private final Path directory;

  StepLocks(Path directory) {
    this.directory = directory;
  }

  ExclusiveLock take(StepKey key, Pulse pulse) throws IOException, InterruptedException {
    removeForgotten();
    Path file = directory.resolve(key.fileName() + ".lock");
    pulse.tell(() -> "waits for an earlier attempt of the same step to end");
    while (true) {
      Optional<ExclusiveLock> taken = ExclusiveLock.tryTake(file);
      if (taken.isPresent()) {
        return taken.get();
      }
      pulse.check();
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** No step takes a month: what is older is held by nobody. */
  private void removeForgotten() throws IOException {
    Files.createDirectories(directory);
    Instant before = Instant.now().minus(FORGOTTEN);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.lock")) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
