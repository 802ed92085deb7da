package dev.slipway.starter.dev.demo;

import dev.slipway.starter.dev.DevException;
import dev.slipway.starter.dev.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The demo's own state directory. Each demo begins with an empty one; a directory that no demo has
 * made is never emptied.
 */
final class DemoState {

  private static final String MARK = "demo";

  private DemoState() {}

  /** {@code ${XDG_STATE_HOME:-~/.local/state}/slipway-demo}. */
  static StateDirectory usual(Map<String, String> environment) {
    return StateDirectory.named("slipway-demo", environment);
  }

  static void empty(StateDirectory state) {
    Path root = state.root();
    try {
      if (Files.isDirectory(root) && !isEmpty(root)) {
        if (!Files.exists(root.resolve(MARK))) {
          throw new DevException(
              root + " is not empty and was not made by a demo: name another --state.");
        }
        delete(root);
      }
      Files.createDirectories(root);
      Files.writeString(
          root.resolve(MARK), "Made by slipway demo, which empties it when it begins again.\n");
    } catch (IOException e) {
      throw new DevException(root + " cannot be emptied (" + e.getMessage() + ").", e);
    }
  }

  /** A file of it that was not there. */
  static void write(Path file, String text) {
    try {
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new DevException(file + " cannot be written (" + e.getMessage() + ").", e);
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    }
  }
}
