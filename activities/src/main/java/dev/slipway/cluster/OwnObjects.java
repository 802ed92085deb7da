package dev.slipway.cluster;

import dev.slipway.manifest.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The live objects of one service in one environment. */
public final class OwnObjects {

  private final Cluster cluster;
  private final Target target;
  private final Ownership ownership;

  public OwnObjects(Cluster cluster, Target target) {
    this.cluster = cluster;
    this.target = target;
    ownership = new Ownership(target.key());
  }

  /**
   * All of them by id.
   *
   * @throws RefusedObjectException when an object has a desired one's name and is not ours: it is
   *     never touched
   */
  public Map<String, Manifest> read(DesiredState desired) {
    Map<String, Manifest> live = new LinkedHashMap<>();
    for (Manifest object : cluster.list(target.namespace(), ownership.labels())) {
      live.put(object.id(), object);
    }
    for (Manifest object : desired.objects()) {
      if (!live.containsKey(object.id())) {
        find(object).ifPresent(found -> live.put(found.id(), found));
      }
    }
    return live;
  }

  /**
   * The live object of the same kind and name; empty when there is none.
   *
   * @throws RefusedObjectException when it is not ours
   */
  public Optional<Manifest> find(Manifest like) {
    Optional<Manifest> found = cluster.get(target.namespace(), like.kind(), like.name());
    found
        .flatMap(ownership::objection)
        .ifPresent(
            objection -> {
              throw new RefusedObjectException(objection);
            });
    return found;
  }
}
