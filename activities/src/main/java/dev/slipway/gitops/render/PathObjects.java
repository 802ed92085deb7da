package dev.slipway.gitops.render;

import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.ManifestFile;
import dev.slipway.manifest.Workload;
import java.util.List;
import java.util.Optional;

/**
 * The rendered objects of a path, each with the place it comes from.
 *
 * @param form how they are written
 * @param spreadOverRepository whether files outside the path were read
 */
public record PathObjects(List<Placed> placed, PathForm form, boolean spreadOverRepository) {

  /**
   * @param manifest as rendered
   * @param file where it stands; where a tool has rendered, what that has printed
   * @param source as it stands there
   */
  public record Placed(Manifest manifest, ManifestFile file, ManifestFile.Entry source) {

    Placed as(Manifest transformed) {
      return new Placed(transformed, file, source);
    }
  }

  public PathObjects {
    placed = List.copyOf(placed);
  }

  public List<Manifest> manifests() {
    return placed.stream().map(Placed::manifest).toList();
  }

  /** Where the workload stands. */
  public Optional<Placed> workload(String name) {
    return Workload.find(manifests(), name)
        .map(workload -> RevisionDigest.identity(workload.object()))
        .flatMap(
            identity ->
                placed.stream()
                    .filter(p -> RevisionDigest.identity(p.manifest()).equals(identity))
                    .findFirst());
  }
}
