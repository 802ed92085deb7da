package dev.slipway.cluster;

import dev.slipway.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out what has become of the objects whose deletion a person has confirmed. It looks at what
 * is there and not at what this sync has done: an attempt before it may have deleted them, and died
 * before it could say so.
 */
final class ConfirmedLook {

  private final Cluster cluster;
  private final SyncOrder order;
  private final List<String> kept = new ArrayList<>();
  private int gone;
  private int left;

  private ConfirmedLook(Cluster cluster, SyncOrder order) {
    this.cluster = cluster;
    this.order = order;
  }

  /**
   * After a sync; empty where nobody has confirmed anything.
   *
   * @param deleted ids of what it has deleted
   * @param live what it had found, by id
   */
  static Optional<ConfirmedObjects> after(
      Cluster cluster,
      SyncOrder order,
      Pruning pruning,
      List<String> deleted,
      Map<String, Manifest> live) {
    if (order.confirmed().isEmpty()) {
      return Optional.empty();
    }
    ConfirmedLook look = new ConfirmedLook(cluster, order);
    Set<String> done = Set.copyOf(deleted);
    Set<String> going = pruning.going();
    Set<String> couldGo = pruning.couldGo();
    for (String object : order.confirmed()) {
      if (done.contains(object) || going.contains(object)) {
        look.gone++;
      } else if (couldGo.contains(object)) {
        look.left++;
      } else if (live.containsKey(object) || look.isThere(object)) {
        look.kept.add(object);
      } else {
        look.gone++;
      }
    }
    return Optional.of(look.found(pruning.unseen(order.confirmed())));
  }

  /** Of a sync whose path was refused, so that nothing was planned. */
  static Optional<ConfirmedObjects> ofRefused(Cluster cluster, SyncOrder order) {
    if (order.confirmed().isEmpty()) {
      return Optional.empty();
    }
    ConfirmedLook look = new ConfirmedLook(cluster, order);
    for (String object : order.confirmed()) {
      if (look.isThere(object)) {
        look.left++;
      } else {
        look.gone++;
      }
    }
    return Optional.of(look.found(List.of()));
  }

  private ConfirmedObjects found(List<String> unseen) {
    return new ConfirmedObjects(
        gone, left, NamedObjects.some(kept), NamedObjects.some(unseen), unseen.size());
  }

  /** What cannot be asked about counts as there: nobody shall read that it was deleted. */
  private boolean isThere(String id) {
    int slash = id.indexOf('/');
    try {
      return cluster
          .get(order.target().namespace(), id.substring(0, slash), id.substring(slash + 1))
          .isPresent();
    } catch (RefusedObjectException e) {
      return true;
    }
  }
}
