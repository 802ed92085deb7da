package dev.slipway.e2e;

import dev.slipway.e2e.Program.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code slipway} command of this project, run as a process on one state directory.
 *
 * @param state of the stack that is meant
 * @param environment variables that it gets besides the usual ones
 */
record Slipway(Path state, Map<String, String> environment) {

  /** On a fresh machine the first start compiles the Temporal server. */
  private static final Duration LIMIT = Duration.ofMinutes(12);

  Slipway(Path state) {
    this(state, Map.of());
  }

  /** The project's top folder: where the launcher is. */
  static Path project() {
    Path place = Path.of("").toAbsolutePath();
    while (place != null && !Files.isRegularFile(place.resolve("slipway"))) {
      place = place.getParent();
    }
    if (place == null) {
      throw new IllegalStateException("the slipway launcher is not in any folder above this one");
    }
    return place;
  }

  Ended run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(project().resolve("slipway").toString());
    command.addAll(List.of(arguments));
    Map<String, String> surroundings = new HashMap<>(environment);
    surroundings.put("SLIPWAY_STATE", state.toString());
    surroundings.put("SLIPWAY_USER", "ada");
    // The build that runs these tests has made all parts.
    surroundings.put("SLIPWAY_SKIP_BUILD", "1");
    surroundings.put("NO_COLOR", "1");
    return Program.run(project(), surroundings, LIMIT, command);
  }
}
