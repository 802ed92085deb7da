package dev.slipway.gitops.render;

import dev.slipway.gitops.render.tool.RenderSettings;
import dev.slipway.gitops.render.tool.RenderTools;
import java.util.Map;

/** Readers of paths for tests. */
public final class Readers {

  private Readers() {}

  /** With what {@code tools/render/build} has built on this machine. */
  public static PathReader here() {
    return new PathReader(new RenderTools(RenderSettings.of(Map.of(), System.getenv())));
  }

  /** Where no tool is installed. */
  public static PathReader withoutTools() {
    return new PathReader(
        new RenderTools(
            RenderSettings.of(Map.of(), Map.of("PATH", "", "XDG_CACHE_HOME", "/nonexistent"))));
  }
}
