package dev.slipway.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One file of {@code src/test/resources/files}. What is expected of it stands in its last lines,
 * after {@code #! }.
 */
public record CorpusFile(String name, String text) {

  private static final String EXPECTED = "#! ";

  /**
   * @param folder {@code delivery/accepted}
   */
  public static List<CorpusFile> in(String folder) {
    try {
      Path path =
          Path.of(Objects.requireNonNull(CorpusFile.class.getResource("/files/" + folder)).toURI());
      try (Stream<Path> files = Files.list(path)) {
        return files
            .sorted()
            .map(file -> new CorpusFile(folder + "/" + file.getFileName(), read(file)))
            .toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The problems that have to be found, as they are printed. */
  public List<String> expected() {
    return text.lines()
        .filter(line -> line.startsWith(EXPECTED))
        .map(line -> line.substring(EXPECTED.length()))
        .toList();
  }

  /** The same document as another reader of YAML understands it. */
  public JsonNode json() {
    LoadSettings settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
    return new ObjectMapper().valueToTree(new Load(settings).loadFromString(text));
  }

  @Override
  public String toString() {
    return name;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
