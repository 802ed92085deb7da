package dev.slipway.build.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock that is held by one thread of one process of this machine, and that ends with its process.
 */
public final class ExclusiveLock implements AutoCloseable {

  /**
   * What this process holds. It is asked before the file is opened: POSIX gives up a process's lock
   * as soon as the process closes <em>any</em> descriptor of the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private ExclusiveLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock if nobody has it. The file is made where there is none and stays; its time of
   * modification is when the lock was last taken.
   */
  public static Optional<ExclusiveLock> tryTake(Path path) throws IOException {
    Path file = path.toAbsolutePath().normalize();
    if (!HELD.add(file)) {
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
