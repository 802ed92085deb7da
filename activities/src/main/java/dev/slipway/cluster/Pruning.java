package dev.slipway.cluster;

import dev.slipway.manifest.Manifest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which of the objects that left Git go. Pure.
 *
 * @param prunes to be deleted
 * @param beyond that a person has to confirm: all that could go, where that is more than the budget
 * @param never what holds data or what other objects live in
 */
public record Pruning(List<Manifest> prunes, List<Manifest> beyond, List<Manifest> never) {

  /** Annotation of a live object, with the value {@code never}: it is not pruned. */
  static final String PRUNE = "slipway.dev/prune";

  /** With these goes what nobody can bring back from Git. */
  private static final Set<String> NEVER =
      Set.of("Namespace", "CustomResourceDefinition", "PersistentVolumeClaim", "PersistentVolume");

  /**
   * @param leftovers ours, and not in Git any more
   * @param budget how many of them may go at once
   * @param confirmed ids of what a person has looked at: where these are all that could go, the
   *     budget does not matter; something that nobody has looked at keeps all of them
   */
  static Pruning of(List<Manifest> leftovers, int budget, List<String> confirmed) {
    List<Manifest> never = leftovers.stream().filter(Pruning::isKept).toList();
    List<Manifest> others = leftovers.stream().filter(object -> !isKept(object)).toList();
    boolean allowed =
        others.size() <= budget
            || others.stream().map(Manifest::id).allMatch(Set.copyOf(confirmed)::contains);
    return allowed ? new Pruning(others, List.of(), never) : new Pruning(List.of(), others, never);
  }

  /** What left Git and is still there afterwards. */
  List<Manifest> kept() {
    return Stream.concat(beyond.stream(), never.stream()).toList();
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
