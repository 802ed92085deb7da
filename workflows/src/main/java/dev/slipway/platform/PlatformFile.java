package dev.slipway.platform;

import dev.slipway.document.Problems;
import dev.slipway.document.Value;
import java.util.List;
import java.util.Optional;

/** The platform file's text and its meaning. Pure. */
public final class PlatformFile {

  /** What the first line of a platform file says. */
  public static final String API_VERSION = "slipway.dev/v1";

  public static final String DEFAULT_NAME = "platform.yaml";

  private PlatformFile() {}

  /**
   * Reads the text within bounds and reports every problem, not only the first. Never throws.
   *
   * @param fileName under which problems are reported; a repository given as a relative path lies
   *     relative to this file's folder, so it should be absolute where such paths are used
   */
  public static PlatformReading parse(String text, String fileName) {
    Problems problems = new Problems(fileName);
    PlatformReader reader = new PlatformReader(RepositoryLocation.beside(fileName));
    Optional<Platform> platform = Value.document(text, problems).flatMap(reader.platform()::read);
    return problems.isEmpty()
        ? new PlatformReading(platform, List.of())
        : new PlatformReading(Optional.empty(), problems.sorted());
  }
}
