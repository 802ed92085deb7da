package dev.slipway.starter.dev.demo;

import dev.slipway.starter.dev.DevException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The sample service as it is where the demo runs: the files of {@code examples/shop}, those of
 * another folder laid over them, and some words replaced.
 *
 * @param folders each with {@code source} and {@code config}; the first one has {@code changes},
 *     too
 * @param words what stands in the files, and what is put in its place
 */
record SampleEdition(List<Path> folders, Map<String, String> words) {

  private static final Pattern TEXT = Pattern.compile("\\.(yaml|sh)$");

  SampleEdition {
    folders = List.copyOf(folders);
    words = Map.copyOf(words);
  }

  /** As it lies there. */
  static SampleEdition plain(Path shop) {
    return new SampleEdition(List.of(shop), Map.of());
  }

  /**
   * Lays a part of it into a clone.
   *
   * @param part {@code source}, {@code config} or {@code changes/<change>}
   */
  void lay(String part, Path clone) {
    for (Path folder : folders) {
      if (Files.isDirectory(folder.resolve(part))) {
        copy(folder.resolve(part), clone);
      }
    }
  }

  private void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(
              file,
              target,
              StandardCopyOption.REPLACE_EXISTING,
              StandardCopyOption.COPY_ATTRIBUTES);
          replaceWords(target);
        }
      }
    } catch (IOException e) {
      throw new DevException(from + " cannot be copied (" + e.getMessage() + ").", e);
    }
  }

  /** Written only when it changes: a file keeps its mode either way. */
  private void replaceWords(Path file) throws IOException {
    if (words.isEmpty() || !TEXT.matcher(file.toString()).find()) {
      return;
    }
    String text = Files.readString(file);
    String replaced = text;
    for (Map.Entry<String, String> word : words.entrySet()) {
      replaced = replaced.replace(word.getKey(), word.getValue());
    }
    if (!replaced.equals(text)) {
      Files.writeString(file, replaced);
    }
  }
}
