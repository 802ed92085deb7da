package dev.slipway.starter.dev;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/**
 * Held by the one command that starts and looks after a stack. The system lets it go when the
 * command dies, however it dies.
 */
final class StateLock {

  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  static StateLock take(StateDirectory state) {
    try {
      FileChannel channel =
          FileChannel.open(
              state.root().resolve("dev.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (!tryLock(channel, 0, Long.MAX_VALUE)) {
        channel.close();
        throw new DevException(
            "Another slipway command looks after the stack in "
                + state.root()
                + ": see slipway dev status, end it with slipway dev stop, or use another --state.");
      }
      return new StateLock(channel);
    } catch (IOException e) {
      throw new DevException(
          "The state directory " + state.root() + " cannot be locked (" + e.getMessage() + ").", e);
    }
  }

  /**
   * Locks bytes of a file against everybody else, this process included; the channel holds them.
   *
   * @return false when somebody has some of them
   */
  static boolean tryLock(FileChannel channel, long position, long size) throws IOException {
    try {
      return channel.tryLock(position, size, false) != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  void release() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new DevException("The lock could not be released (" + e.getMessage() + ").", e);
    }
  }
}
