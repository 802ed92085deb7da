package dev.slipway.build.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.build.log.StepKey;
import dev.slipway.disk.WholeFile;
import dev.slipway.temporal.SlipwayDataConverter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The answers of finished steps, beside the artifacts: {@code
 * <root>/releases/<service>/<commit>-<attempt>.json} for the build, {@code ….test-<suite>.json} for
 * a suite. They make the same order again, on whichever worker, the same answer again.
 *
 * <p>The first answer wins: of two workers that have both built (one was thought dead), both give
 * the one that was stored first.
 */
public final class StepAnswers {

  private static final long LARGEST = 1_000_000;

  private final Path root;
  private final ObjectMapper json = SlipwayDataConverter.mapper();

  /**
   * @param root the artifact store
   */
  public StepAnswers(Path root) {
    this.root = root.toAbsolutePath().normalize().resolve("releases");
  }

  /**
   * What the step answered, if it has.
   *
   * @param commit full id, as a release's key holds only its start
   * @throws IOException also when the file is there and cannot be understood: an answer is never
   *     invented in its place
   */
  public <T> Optional<T> find(StepKey key, String commit, Class<T> type) throws IOException {
    Path file = file(key);
    try {
      if (Files.size(file) > LARGEST) {
        throw new IOException("the stored answer " + file + " is larger than 1 MB");
      }
      JsonNode stored = json.readTree(Files.readAllBytes(file));
      String of = stored.path("commit").asText();
      if (!of.equals(commit)) {
        throw new IOException("the stored answer " + file + " is of commit '" + of + "'");
      }
      return Optional.of(json.treeToValue(stored.path("answer"), type));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new IOException("the stored answer " + file + " cannot be understood", e);
    }
  }

  /** Keeps the answer, or gives the one that is there already. */
  public <T> T keep(StepKey key, String commit, Class<T> type, T answer) throws IOException {
    ObjectNode stored = json.createObjectNode();
    stored.put("commit", commit);
    stored.set("answer", json.valueToTree(answer));
    if (WholeFile.writeFirst(file(key), json.writeValueAsBytes(stored))) {
      return answer;
    }
    return find(key, commit, type).orElse(answer);
  }

  private Path file(StepKey key) {
    String suffix = key.step().equals("build") ? "" : "." + key.step();
    return root.resolve(key.release() + suffix + ".json");
  }
}
