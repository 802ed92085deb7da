package dev.slipway.benchmarks.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the embedded server's executable where {@code slipway dev} does, or has put it. */
final class TemporalExecutable {

  private static final String NAME = "temporal";

  private TemporalExecutable() {}

  /**
   * On the PATH, else the newest of {@code ${XDG_CACHE_HOME:-~/.cache}/slipway/temporal}.
   *
   * @throws IllegalStateException with one sentence that says how to get one
   */
  static Path find(Map<String, String> environment) {
    return onPath(environment.getOrDefault("PATH", ""))
        .or(() -> cached(caches(environment).resolve("slipway").resolve(NAME)))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "There is no Temporal server: run ./slipway dev once, which gets one, install"
                        + " the Temporal CLI, or set TEMPORAL_ADDRESS to a server that runs."));
  }

  private static Optional<Path> onPath(String path) {
    return Stream.of(path.split(File.pathSeparator))
        .filter(directory -> !directory.isBlank())
        .map(directory -> Path.of(directory).resolve(NAME))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Optional<Path> cached(Path versions) {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(versions)) {
      try (Stream<Path> each = Files.list(versions)) {
        each.map(version -> version.resolve(NAME)).filter(Files::isExecutable).forEach(found::add);
      } catch (IOException e) {
        throw new IllegalStateException(versions + " cannot be read: " + e.getMessage(), e);
      }
    }
    return found.stream().max(Comparator.naturalOrder());
  }

  private static Path caches(Map<String, String> environment) {
    String given = environment.getOrDefault("XDG_CACHE_HOME", "");
    return given.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(given);
  }
}
