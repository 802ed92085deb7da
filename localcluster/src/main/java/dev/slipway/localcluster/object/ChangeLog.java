package dev.slipway.localcluster.object;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one counter of versions and what was changed last. The counter never goes back, whatever is
 * killed: a block of numbers is reserved on disk before the first of them is given out. What was
 * changed is kept in memory only; who asks from before that is told so.
 */
public final class ChangeLog {

  private static final int BLOCK = 1000;
  private static final int REMEMBERED = 1000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Change> recent = new ArrayDeque<>();
  private final Path file;
  private long version;
  private long reserved;
  private long forgotten;

  private record Change(long version, ObjectKey key) {}

  /**
   * What happened since a version.
   *
   * @param version to ask from next time
   * @param changed each once, in the order of the first change
   * @param complete false when older changes are not known any more: list everything again
   */
  public record Changes(long version, List<ObjectKey> changed, boolean complete) {}

  private ChangeLog(Path file, long version) {
    this.file = file;
    this.version = version;
    this.reserved = version;
    this.forgotten = version;
  }

  /** Goes on after the last block that was reserved in the file. */
  public static ChangeLog open(Path file) throws IOException {
    long last =
        Files.exists(file)
            ? Long.parseLong(Files.readString(file, StandardCharsets.UTF_8).strip())
            : 0;
    return new ChangeLog(file, last);
  }

  /** Counts a change and wakes who waits for it. */
  public long record(ObjectKey key) {
    lock.lock();
    try {
      long number = next();
      recent.addLast(new Change(number, key));
      if (recent.size() > REMEMBERED) {
        forgotten = recent.removeFirst().version();
      }
      changed.signalAll();
      return number;
    } finally {
      lock.unlock();
    }
  }

  /** A number that no object has had, for one that is about to be written. */
  long next() {
    lock.lock();
    try {
      if (version == reserved) {
        String next = Long.toString(reserved + BLOCK);
        AtomicFile.write(file, next.getBytes(StandardCharsets.UTF_8));
        reserved += BLOCK;
      }
      return ++version;
    } catch (IOException e) {
      throw new UncheckedIOException("The version could not be counted.", e);
    } finally {
      lock.unlock();
    }
  }

  public long version() {
    lock.lock();
    try {
      return version;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is a change after {@code since}, at most as long as the limit. */
  public Changes await(long since, Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long nanos = limit.toNanos();
      // A version from the future is that of another cluster: nothing is known about it.
      boolean complete = since >= forgotten && since <= version;
      while (complete && lastChange() <= since && nanos > 0) {
        nanos = changed.awaitNanos(Math.min(nanos, TimeUnit.SECONDS.toNanos(60)));
      }
      Set<ObjectKey> keys = new LinkedHashSet<>();
      recent.stream()
          .filter(change -> change.version() > since)
          .forEach(change -> keys.add(change.key()));
      return new Changes(version, List.copyOf(keys), complete);
    } finally {
      lock.unlock();
    }
  }

  /** Numbers are also taken for writes that are not done yet: those are no news. */
  private long lastChange() {
    return recent.isEmpty() ? 0 : recent.getLast().version();
  }
}
