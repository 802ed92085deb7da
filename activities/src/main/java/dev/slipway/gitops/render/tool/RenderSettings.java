package dev.slipway.gitops.render.tool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How a worker runs Kustomize and Helm.
 *
 * @param executables where a tool is; one that is not named is looked for on the path, then in the
 *     cache
 * @param path the value of {@code PATH}
 * @param cache folder with {@code <tool>-<version>/<tool>}, as {@code tools/render/build} leaves it
 * @param cpuTime of one run, above which what it renders is refused; 20 s by default
 * @param wallTime of one run, above which it is tried again later; 60 s by default
 * @param memory address space of one run in bytes; 1.5 GB by default, of which Go reserves some 700
 *     MB
 * @param output bytes of one run; 10 MB by default
 * @param atOnce how many run at once; 2 by default
 */
public record RenderSettings(
    Map<RenderTool, Path> executables,
    String path,
    Path cache,
    Duration cpuTime,
    Duration wallTime,
    long memory,
    int output,
    int atOnce) {

  private static final Duration CPU_TIME = Duration.ofSeconds(20);
  private static final Duration WALL_TIME = Duration.ofSeconds(60);
  private static final long MEMORY = 1_500_000_000L;
  private static final int OUTPUT = 10_000_000;
  private static final int AT_ONCE = 2;

  public RenderSettings {
    executables = Map.copyOf(executables);
    if (cpuTime.toSeconds() < 1
        || wallTime.toSeconds() < 1
        || memory < 1
        || output < 1
        || atOnce < 1) {
      throw new IllegalArgumentException(
          "the limits of rendering must be above zero (times: at least 1 s)");
    }
  }

  /**
   * With all default limits.
   *
   * @param environment of this process: {@code PATH}, {@code XDG_CACHE_HOME}, {@code HOME}
   */
  public static RenderSettings of(
      Map<RenderTool, Path> executables, Map<String, String> environment) {
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path home =
        caches.isBlank()
            ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache")
            : Path.of(caches);
    return new RenderSettings(
        executables,
        environment.getOrDefault("PATH", ""),
        home.resolve("slipway").resolve("render"),
        CPU_TIME,
        WALL_TIME,
        MEMORY,
        OUTPUT,
        AT_ONCE);
  }

  RenderSettings withLimits(Duration cpu, Duration wall, int bytes) {
    return new RenderSettings(executables, path, cache, cpu, wall, memory, bytes, atOnce);
  }
}
