package dev.slipway.gitops.render.tool;

import dev.slipway.temporal.FailureType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Where the tools are: as configured, on the PATH, in the cache. What was found is remembered. */
final class ToolPlaces {

  private final RenderSettings settings;
  private final Function<List<String>, String> ask;
  private final Map<RenderTool, Path> found = new EnumMap<>(RenderTool.class);

  /**
   * @param ask runs a command and gives what it prints
   */
  ToolPlaces(RenderSettings settings, Function<List<String>, String> ask) {
    this.settings = settings;
    this.ask = ask;
  }

  /**
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED, worth a retry: a person can
   *     install it meanwhile
   */
  synchronized Path of(RenderTool tool) {
    Path known = found.get(tool);
    if (known != null && Files.isExecutable(known)) {
      return known;
    }
    Path place = find(tool);
    found.put(tool, place);
    return place;
  }

  private Path find(RenderTool tool) {
    Path configured = settings.executables().get(tool);
    if (configured != null) {
      if (!Files.isExecutable(configured)) {
        throw FailureType.MISCONFIGURED.retryable(
            "slipway.render."
                + tool.command()
                + " names "
                + configured
                + ", which cannot be run: mend that setting");
      }
      return configured.toAbsolutePath();
    }
    List<String> objections = new ArrayList<>();
    Optional<Path> onPath = onPath(tool);
    if (onPath.isPresent()) {
      List<String> command = new ArrayList<>(List.of(onPath.get().toString()));
      command.addAll(tool.question());
      Optional<String> objection = tool.objection(ask.apply(command));
      if (objection.isEmpty()) {
        return onPath.get();
      }
      objections.add(onPath.get() + " " + objection.get());
    } else {
      objections.add("none is on the PATH");
    }
    Path cached =
        settings.cache().resolve(tool.command() + "-" + tool.version()).resolve(tool.command());
    if (Files.isExecutable(cached)) {
      return cached.toAbsolutePath();
    }
    throw FailureType.MISCONFIGURED.retryable(
        "this path needs "
            + tool.command()
            + " "
            + tool.version()
            + " on the worker, and "
            + objections.getFirst()
            + ": run tools/render/build "
            + tool.command()
            + " there, or set slipway.render."
            + tool.command());
  }

  private Optional<Path> onPath(RenderTool tool) {
    for (String folder : settings.path().split(":", -1)) {
      if (folder.startsWith("/")) {
        Path candidate = Path.of(folder, tool.command());
        if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }
}
