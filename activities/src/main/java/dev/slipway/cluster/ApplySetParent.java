package dev.slipway.cluster;

import dev.slipway.manifest.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Keeps the parent of an ApplySet true at every moment: it names a kind before the first object of
 * it is there, and no longer only after the last one is gone. So a tool that finds members by the
 * parent finds all, also after a crash in between.
 */
final class ApplySetParent {

  private final Cluster cluster;
  private final ApplySet set;

  /** The kinds that the parent names, once it has been looked at. */
  private Set<String> named = Set.of();

  ApplySetParent(Cluster cluster, Target target) {
    this.cluster = cluster;
    set = ApplySet.of(target);
  }

  /**
   * Before anything is applied.
   *
   * @param desired what will be there
   * @param live what is
   * @throws RefusedObjectException when an object of its name is somebody else's
   */
  void widen(List<Manifest> desired, List<Manifest> live) {
    Optional<Manifest> found = cluster.get(set.namespace(), "ConfigMap", set.parent());
    if (found.isPresent() && !set.isParent(found.get())) {
      throw new RefusedObjectException(
          "ConfigMap/"
              + set.parent()
              + " exists and is not the parent of this service's ApplySet: rename or delete it");
    }
    Set<String> kinds = kinds(Stream.concat(desired.stream(), live.stream()));
    Set<String> before = found.map(ApplySet::kindsOf).orElse(Set.of());
    kinds.addAll(before);
    named = kinds;
    if (found.isEmpty() || !before.equals(kinds)) {
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
