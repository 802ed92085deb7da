package dev.slipway.gitops.jgit;

import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Mutual exclusion by a file, across threads and processes. The operating system frees it when its
 * holder is killed. Not reentrant.
 */
public final class FileMutex {

  private static final Duration POLL = Duration.ofMillis(5);

  /** A file lock belongs to the whole process, so threads need a lock of their own. */
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  /** What is done while the lock is held. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws IOException;
  }

  private FileMutex() {}

  /**
   * Waits for the lock and does the work under it.
   *
   * @param file is created where it is missing, and stays
   * @param what is locked, for the message
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE when others hold it longer than the
   *     limit
   */
  public static <T> T holding(Path file, Duration limit, String what, Work<T> work)
      throws IOException {
    Path key = file.toAbsolutePath().normalize();
    ReentrantLock threads = THREADS.computeIfAbsent(key, path -> new ReentrantLock());
    if (threads.isHeldByCurrentThread()) {
      throw new IllegalStateException("the lock " + file + " is not reentrant");
    }
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      if (!threads.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy(what);
      }
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
    // Closing the channel frees the file's lock.
    try (FileChannel channel = open(key)) {
      lock(channel, deadline, what);
      return work.run();
    } finally {
      threads.unlock();
    }
  }

  private static FileChannel open(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void lock(FileChannel channel, long deadline, String what) throws IOException {
    try {
      while (channel.tryLock() == null) {
        if (System.nanoTime() > deadline) {
          throw busy(what);
        }
        TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
      }
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  private static RuntimeException busy(String what) {
    return FailureType.UNREACHABLE.retryable(
        what + " is in use by another thread or worker for too long; tried again later");
  }

  private static RuntimeException interrupted(String what, InterruptedException e) {
    Thread.currentThread().interrupt();
    return FailureType.UNREACHABLE.retryable("interrupted while waiting for " + what, e);
  }
}
