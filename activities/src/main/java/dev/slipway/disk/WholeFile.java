package dev.slipway.disk;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes small files that are there whole or not at all, whatever crashes. Unfinished ones end in
 * {@code .part}.
 */
public final class WholeFile {

  private WholeFile() {}

  /** Makes or replaces the file. */
  public static void write(Path file, byte[] content) throws IOException {
    Path part = written(file, content);
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncDirectory(parent(file));
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Makes the file unless there is one already: of several writers, on whichever worker, exactly
   * one wins.
   *
   * @return whether this writer won
   */
  public static boolean writeFirst(Path file, byte[] content) throws IOException {
    Path part = written(file, content);
    try {
      Files.createLink(file, part);
      syncDirectory(parent(file));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Makes sure that a name just made in the directory outlives a power cut. */
  public static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path written(Path file, byte[] content) throws IOException {
    Files.createDirectories(parent(file));
    Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
    try (FileOutputStream out = new FileOutputStream(part.toFile())) {
      out.write(content);
      out.getFD().sync();
      return part;
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
  }

  private static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("'" + file + "' is not a file's path");
    }
    return parent;
  }
}
