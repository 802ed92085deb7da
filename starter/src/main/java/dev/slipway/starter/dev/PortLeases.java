package dev.slipway.starter.dev;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Ports that one starting stack has chosen and does not listen on yet, so that another one of the
 * same person, started at the same moment, chooses others. Each is one locked byte of a file, at
 * the port's number; the system lets them go when the command dies, however it dies.
 */
final class PortLeases implements AutoCloseable {

  private final FileChannel channel;

  private PortLeases(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @param directory is made where there is none
   */
  static PortLeases in(Path directory) {
    try {
      Files.createDirectories(directory);
      return new PortLeases(
          FileChannel.open(
              directory.resolve("ports.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new DevException(
          "The ports that are being taken cannot be written down in "
              + directory
              + " ("
              + e.getMessage()
              + "): make it writable, or name another directory in XDG_CACHE_HOME.",
          e);
    }
  }

  /** Whether nobody else holds the port, who has it from now on. */
  boolean take(int port) {
    try {
      return StateLock.tryLock(channel, port, 1);
    } catch (IOException e) {
      throw new DevException("Port " + port + " cannot be locked (" + e.getMessage() + ").", e);
    }
  }

  /** All of them; whoever got one listens on it by now. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new DevException("The ports could not be released (" + e.getMessage() + ").", e);
    }
  }
}
