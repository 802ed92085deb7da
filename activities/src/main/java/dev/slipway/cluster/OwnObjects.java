package dev.slipway.cluster;

import dev.slipway.manifest.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The live objects of one service in one environment. */
public final class OwnObjects {

  private final Cluster cluster;
  private final Target target;
  private final Ownership ownership;
  private final Function<Manifest, Optional<String>> objection;

  public OwnObjects(Cluster cluster, Target target) {
    this(cluster, target, new Ownership(target.key())::objection);
  }

  private OwnObjects(
      Cluster cluster, Target target, Function<Manifest, Optional<String>> objection) {
    this.cluster = cluster;
    this.target = target;
    this.objection = objection;
    ownership = new Ownership(target.key());
  }

  /** What is nobody's of Slipway's counts as ours, too. */
  static OwnObjects adopting(Cluster cluster, Target target) {
    return new OwnObjects(cluster, target, new Ownership(target.key())::objectionToAdopt);
  }

  /**
   * All of them by id.
   *
   * @param members the kinds that they are of, beside the desired ones; empty: nobody can tell
   * @throws RefusedObjectException when an object has a desired one's name and is not ours: it is
   *     never touched
   */
  Map<String, Manifest> read(DesiredState desired, Optional<Set<String>> members) {
    Map<String, Manifest> live = new LinkedHashMap<>();
    for (Manifest object : labelled(desired, members)) {
      live.put(object.id(), object);
    }
    for (Manifest object : desired.objects()) {
      if (!live.containsKey(object.id())) {
        find(object).ifPresent(found -> live.put(found.id(), found));
      }
    }
    return live;
  }

  private List<Manifest> labelled(DesiredState desired, Optional<Set<String>> members) {
    if (members.isEmpty()) {
      return cluster.list(target.namespace(), ownership.labels());
    }
    Set<String> kinds = new TreeSet<>(members.get());
    desired.objects().forEach(object -> kinds.add(object.kind()));
    return cluster.list(target.namespace(), ownership.labels(), kinds);
  }

  /**
   * The live object of the same kind and name; empty when there is none.
   *
   * @throws RefusedObjectException when it is not ours
   */
  public Optional<Manifest> find(Manifest like) {
    Optional<Manifest> found = cluster.get(target.namespace(), like.kind(), like.name());
    found
        .flatMap(objection)
        .ifPresent(
            sentence -> {
              throw new RefusedObjectException(sentence);
            });
    return found;
  }
}
