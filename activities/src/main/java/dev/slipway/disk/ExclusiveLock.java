package dev.slipway.disk;

import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A lock that is held by one thread of one process of this machine, and that ends with its process.
 * Not reentrant.
 */
public final class ExclusiveLock implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(5);

  /**
   * What this process holds, and by whom. It is asked before the file is opened: POSIX gives up a
   * process's lock as soon as the process closes <em>any</em> descriptor of the file.
   */
  private static final Map<Path, Thread> HELD = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;

  /** What is done while a lock is held. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws IOException;
  }

  private ExclusiveLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock if nobody has it. The file is made where there is none and stays; its time of
   * modification is when the lock was last taken.
   */
  public static Optional<ExclusiveLock> tryTake(Path path) throws IOException {
    Path file = normal(path);
    if (HELD.putIfAbsent(file, Thread.currentThread()) != null) {
      return Optional.empty();
    }
    Optional<ExclusiveLock> taken = Optional.empty();
    try {
      taken = tryOpen(file);
    } finally {
      if (taken.isEmpty()) {
        HELD.remove(file);
      }
    }
    return taken;
  }

  /**
   * Waits for the lock and does the work under it.
   *
   * @param file as in {@link #tryTake}
   * @param what is locked, for the message
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE when others hold it longer than the
   *     limit
   */
  public static <T> T holding(Path file, Duration limit, String what, Work<T> work)
      throws IOException {
    ExclusiveLock lock = take(file, limit, what);
    try {
      return work.run();
    } finally {
      lock.close();
    }
  }

  private static ExclusiveLock take(Path file, Duration limit, String what) throws IOException {
    if (Thread.currentThread().equals(HELD.get(normal(file)))) {
      throw new IllegalStateException("the lock " + file + " is not reentrant");
    }
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<ExclusiveLock> taken = tryTake(file);
      if (taken.isPresent()) {
        return taken.get();
      }
      if (System.nanoTime() > deadline) {
        throw FailureType.UNREACHABLE.retryable(
            what + " is in use by another thread or worker for too long; tried again later");
      }
      pause(what);
    }
  }

  private static void pause(String what) {
    try {
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FailureType.UNREACHABLE.retryable("interrupted while waiting for " + what, e);
    }
  }

  private static Path normal(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static Optional<ExclusiveLock> tryOpen(Path file) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    Optional<FileLock> lock = Optional.empty();
    try {
      lock = Optional.ofNullable(channel.tryLock());
      if (lock.isPresent()) {
        // Through this very channel: Files.setLastModifiedTime would open and close the file.
        channel.write(ByteBuffer.wrap(new byte[] {'\n'}), 0);
      }
      return lock.map(ignored -> new ExclusiveLock(file, channel));
    } finally {
      if (lock.isEmpty()) {
        channel.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}
