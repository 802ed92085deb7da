package dev.slipway.starter.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where everything of the embedded default is kept.
 *
 * @param root absolute
 */
public record StateDirectory(Path root) {

  public StateDirectory {
    root = root.toAbsolutePath().normalize();
  }

  /**
   * The usual one: {@code $SLIPWAY_STATE}, else {@code ${XDG_STATE_HOME:-~/.local/state}/slipway}.
   */
  public static StateDirectory usual(Map<String, String> environment) {
    String given = environment.get("SLIPWAY_STATE");
    if (given != null && !given.isBlank()) {
      return new StateDirectory(Path.of(given));
    }
    return named("slipway", environment);
  }

  /** {@code ${XDG_STATE_HOME:-~/.local/state}/NAME}. */
  public static StateDirectory named(String name, Map<String, String> environment) {
    String states = environment.get("XDG_STATE_HOME");
    Path home =
        states == null || states.isBlank()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(states);
    return new StateDirectory(home.resolve(name));
  }

  public Path temporal() {
    return root.resolve("temporal");
  }

  public Path cluster() {
    return root.resolve("cluster");
  }

  public Path worker() {
    return root.resolve("worker");
  }

  public Path artifacts() {
    return root.resolve("artifacts");
  }

  public Path repositories() {
    return root.resolve("repositories");
  }

  public Path platformFile() {
    return root.resolve("platform.yaml");
  }

  /** Tells the other commands where the running stack is. */
  public Path marker() {
    return root.resolve("dev.json");
  }

  /** Makes the directories that have to be there. */
  public void create() {
    try {
      for (Path path : new Path[] {temporal(), cluster(), worker(), artifacts(), repositories()}) {
        Files.createDirectories(path);
      }
    } catch (IOException e) {
      throw new DevException(
          "The state directory "
              + root
              + " cannot be written ("
              + e.getMessage()
              + "): choose another with --state.",
          e);
    }
  }
}
