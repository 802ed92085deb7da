package dev.slipway.gitops.render;

import dev.slipway.gitops.RenderedState;
import dev.slipway.manifest.Manifest;
import java.util.List;

/**
 * A path as rendered at a commit.
 *
 * @param state its digests
 * @param objects all objects, in the order in which they are applied
 */
public record Rendered(RenderedState state, List<Manifest> objects) {

  public Rendered {
    objects = List.copyOf(objects);
  }
}
