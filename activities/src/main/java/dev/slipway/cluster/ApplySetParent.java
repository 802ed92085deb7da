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
    found.ifPresent(parent -> kinds.addAll(ApplySet.kindsOf(parent)));
    write(found, kinds);
  }

  /**
   * After all was carried out.
   *
   * @param members what is there now
   */
  void narrow(List<Manifest> members) {
    Optional<Manifest> found = cluster.get(set.namespace(), "ConfigMap", set.parent());
    write(found, kinds(members.stream()));
  }

  private static Set<String> kinds(Stream<Manifest> objects) {
    Set<String> kinds = new TreeSet<>();
    objects.map(ApplySet::groupKind).forEach(kinds::add);
    return kinds;
  }

  private void write(Optional<Manifest> found, Set<String> kinds) {
    if (found.isEmpty() || !ApplySet.kindsOf(found.get()).equals(kinds)) {
      cluster.apply(set.namespace(), set.parentOf(kinds), Cluster.Effect.LASTING);
    }
  }
}
