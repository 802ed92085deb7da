package dev.slipway.starter.dev;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds programs the way a shell does. */
public final class Executables {

  private Executables() {}

  /**
   * @param path directories, separated as in {@code PATH}
   */
  public static Optional<Path> find(String name, String path) {
    for (String directory : path.split(File.pathSeparator, -1)) {
      if (!directory.isBlank()) {
        Path candidate = Path.of(directory).resolve(name).toAbsolutePath();
        if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }
}
