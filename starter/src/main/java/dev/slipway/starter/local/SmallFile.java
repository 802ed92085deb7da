package dev.slipway.starter.local;

import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file that a person wrote. */
public final class SmallFile {

  /** Above every parser's own bound, which then says so; below what would fill the memory. */
  private static final int MOST = 4 << 20;

  private SmallFile() {}

  /**
   * @param name as the person gave it
   * @throws CliException NOT_FOUND, TROUBLE
   */
  public static String read(Path path, String name) {
    try (InputStream stream = Files.newInputStream(path)) {
      return new String(stream.readNBytes(MOST), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new CliException(
          ExitCode.NOT_FOUND,
          "There is no " + name + ": name the file, or write a first one with slipway init.",
          e);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.TROUBLE, name + " cannot be read (" + e.getMessage() + ").", e);
    }
  }
}
