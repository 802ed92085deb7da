package dev.slipway.cluster;

import dev.slipway.manifest.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the parent of an ApplySet true at every moment: it names a kind before the first object of
 * it is there, and no longer only after the last one is gone. So a tool that finds members by the
 * parent finds all, also after a crash in between; a sync is such a tool itself, and asks for
 * nothing else.
 */
public final class ApplySetParent {

  private final Cluster cluster;
  private final ApplySet set;

  private final Optional<Manifest> found;

  /** The kinds that the parent names. */
  private Set<String> named;

  private ApplySetParent(Cluster cluster, ApplySet set) {
    this.cluster = cluster;
    this.set = set;
    found = cluster.get(set.namespace(), "ConfigMap", set.parent());
    named = found.filter(set::isParent).map(ApplySet::kindsOf).orElse(Set.of());
  }

  /**
   * Before a rollout applies objects of its own: a sync that has to clean up after it asks for the
   * kinds that are named here.
   *
   * @throws RefusedObjectException when an object of the parent's name is somebody else's
   */
  public static void announce(Cluster cluster, Target target, List<Manifest> objects) {
    if (cluster.tracksApplySets()) {
      read(cluster, target).widen(objects, List.of());
    }
  }

  /** As it is now. */
  static ApplySetParent read(Cluster cluster, Target target) {
    return new ApplySetParent(cluster, ApplySet.of(target));
  }

  /**
   * The kinds that there are members of; empty when there is no parent that could tell, as when all
   * is new, or somebody has deleted it: then any kind may be there.
   */
  Optional<Set<String>> kinds() {
    return named.isEmpty()
        ? Optional.empty()
        : Optional.of(named.stream().map(ApplySet::kind).collect(Collectors.toSet()));
  }

  /**
   * Before anything is applied.
   *
   * @param desired what will be there
   * @param live what is
   * @throws RefusedObjectException when an object of its name is somebody else's
   */
  void widen(List<Manifest> desired, List<Manifest> live) {
    if (found.isPresent() && !set.isParent(found.get())) {
      throw new RefusedObjectException(
          "ConfigMap/"
              + set.parent()
              + " exists and is not the parent of this service's ApplySet: rename or delete it");
    }
    Set<String> kinds = kinds(Stream.concat(desired.stream(), live.stream()));
    kinds.addAll(named);
    if (found.isEmpty() || !named.equals(kinds)) {
      named = kinds;
      write();
    }
  }

  /**
   * After all was carried out; {@link #widen} has come first.
   *
   * @param members what is there now
   */
  void narrow(List<Manifest> members) {
    Set<String> kinds = kinds(members.stream());
    if (!kinds.equals(named)) {
      named = kinds;
      write();
    }
  }

  private static Set<String> kinds(Stream<Manifest> objects) {
    Set<String> kinds = new TreeSet<>();
    objects.map(ApplySet::groupKind).forEach(kinds::add);
    return kinds;
  }

  private void write() {
    cluster.apply(set.namespace(), set.parentOf(named), Cluster.Effect.LASTING);
  }
}
