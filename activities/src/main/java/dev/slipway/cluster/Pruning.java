package dev.slipway.cluster;

import dev.slipway.manifest.Manifest;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which of the objects that left Git go. Pure.
 *
 * @param prunes to be deleted
 * @param beyond that a person has to confirm: all that could go, where that is more than the budget
 * @param never what holds data or what other objects live in
 * @param ending what is deleted already, and there only until its finalizers have run
 */
public record Pruning(
    List<Manifest> prunes, List<Manifest> beyond, List<Manifest> never, List<Manifest> ending) {

  /** Annotation of a live object, with the value {@code never}: it is not pruned. */
  static final String PRUNE = "slipway.dev/prune";

  /** With these goes what nobody can bring back from Git. */
  private static final Set<String> NEVER =
      Set.of("Namespace", "CustomResourceDefinition", "PersistentVolumeClaim", "PersistentVolume");

  /**
   * @param leftovers ours, and not in Git any more
   * @param budget how many of them may go at once
   * @param order where a person has looked at all that could go, or at all but so many as could not
   *     be shown, what was shown goes, whatever the budget; something more keeps all of them
   */
  static Pruning of(List<Manifest> leftovers, int budget, SyncOrder order) {
    List<Manifest> ending = only(leftovers, Pruning::isEnding);
    List<Manifest> there = only(leftovers, object -> !isEnding(object));
    List<Manifest> never = only(there, Pruning::isKept);
    List<Manifest> others = only(there, object -> !isKept(object));
    if (others.size() <= budget) {
      return new Pruning(others, List.of(), never, ending);
    }
    Set<String> confirmed = Set.copyOf(order.confirmed());
    List<Manifest> unseen = only(others, object -> !confirmed.contains(object.id()));
    return unseen.size() <= order.unshown()
        ? new Pruning(
            only(others, object -> confirmed.contains(object.id())), unseen, never, ending)
        : new Pruning(List.of(), others, never, ending);
  }

  private static List<Manifest> only(List<Manifest> objects, Predicate<Manifest> which) {
    return objects.stream().filter(which).toList();
  }

  /** What left Git and is still there afterwards. */
  List<Manifest> kept() {
    return Stream.of(beyond, never, ending).flatMap(List::stream).toList();
  }

  /** Ids of what is deleted already. */
  Set<String> going() {
    return ids(ending);
  }

  /** Ids of what goes, or would if a person confirmed it. */
  Set<String> couldGo() {
    return Stream.of(prunes, beyond)
        .flatMap(List::stream)
        .map(Manifest::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Ids of what waits and is not among what a person has confirmed, sorted. */
  List<String> unseen(List<String> confirmed) {
    Set<String> seen = Set.copyOf(confirmed);
    return ids(beyond).stream().filter(id -> !seen.contains(id)).sorted().toList();
  }

  private static Set<String> ids(List<Manifest> objects) {
    return objects.stream().map(Manifest::id).collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isEnding(Manifest object) {
    return object.json().path("metadata").has("deletionTimestamp");
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
