package dev.slipway.cluster;

import dev.slipway.manifest.Manifest;
import java.util.List;
import java.util.Set;

/**
 * Which of the objects that left Git go. Pure.
 *
 * @param prunes to be deleted
 * @param kept that wait for a person: all of them beyond the budget, and always what holds data or
 *     what other objects live in
 */
public record Pruning(List<Manifest> prunes, List<Manifest> kept) {

  /** Annotation of a live object, with the value {@code never}: it is not pruned. */
  static final String PRUNE = "slipway.dev/prune";

  /** With these goes what nobody can bring back from Git. */
  private static final Set<String> NEVER =
      Set.of("Namespace", "CustomResourceDefinition", "PersistentVolumeClaim", "PersistentVolume");

  /**
   * @param leftovers ours, and not in Git any more
   * @param budget how many of them may go at once
   */
  static Pruning of(List<Manifest> leftovers, int budget) {
    if (leftovers.size() > budget) {
      return new Pruning(List.of(), leftovers);
    }
    return new Pruning(
        leftovers.stream().filter(object -> !isKept(object)).toList(),
        leftovers.stream().filter(Pruning::isKept).toList());
  }

  /** No sync deletes it, whatever its budget. */
  public static boolean isKept(Manifest object) {
    return NEVER.contains(object.kind())
        || object
            .json()
            .path("metadata")
            .path("annotations")
            .path(PRUNE)
            .asText("")
            .equals("never");
  }
}
