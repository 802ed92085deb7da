package dev.slipway.gitops.render;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.gitops.render.tool.RenderTool;
import java.nio.file.Files;
import java.nio.file.Path;

/** Skips a test, with the reason, where a tool has not been built. */
public final class NeedsTool {

  private NeedsTool() {}

  public static void built(RenderTool tool) {
    String caches = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    Path home =
        caches.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(caches);
    Path place =
        home.resolve("slipway/render")
            .resolve(tool.command() + "-" + tool.version())
            .resolve(tool.command());
    assumeTrue(
        Files.isExecutable(place),
        () -> "needs " + place + ": run tools/render/build " + tool.command());
  }
}
