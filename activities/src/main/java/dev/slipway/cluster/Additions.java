package dev.slipway.cluster;

import dev.slipway.manifest.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Brings in what a rollout adds, before any of its pods: what other objects need to be there at all
 * first, then wave by wave, each healthy before the next. Converges: what is there already is
 * applied again, without an effect.
 */
public final class Additions {

  private final Cluster cluster;
  private final String namespace;
  private final HealthLook health;

  public Additions(Cluster cluster, Pulse pulse, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
    health = new HealthLook(cluster, pulse, namespace);
  }

  /**
   * @param objects in any order; none of a wave after the workload's
   * @param workload what comes after them: waves before its own have to be healthy
   * @param deadline until which to wait for them
   * @throws RefusedObjectException when the cluster refuses one of them, or a wave does not become
   *     healthy: what came before it stays applied
   */
  public void bring(List<Manifest> objects, Manifest workload, Instant deadline) {
    Ground ground = new Ground(objects, absent(objects));
    objects.stream().filter(object -> !ground.isNeededBy(object)).forEach(this::rehearse);
    List<Manifest> definitions = new ArrayList<>();
    ground.changes().forEach(object -> definitions.add(apply(object)));
    definitions.forEach(object -> await(object, "all else", deadline));
    objects.stream().filter(ground::isNeededBy).forEach(this::rehearse);
    for (Map.Entry<Integer, List<Manifest>> wave :
        Waves.divided(ground.without(objects)).entrySet()) {
      List<Manifest> live = wave.getValue().stream().map(this::apply).toList();
      if (wave.getKey() < Waves.of(workload)) {
        live.forEach(object -> await(object, "the rollout", deadline));
      }
    }
  }

  private List<String> absent(List<Manifest> objects) {
    return objects.stream()
        .filter(ApplyOrder::isGround)
        .filter(object -> cluster.get(namespace, object.kind(), object.name()).isEmpty())
        .map(Manifest::id)
        .toList();
  }

  private void rehearse(Manifest object) {
    cluster.apply(namespace, object, Cluster.Effect.DRY_RUN);
  }

  private Manifest apply(Manifest object) {
    return cluster.apply(namespace, object, Cluster.Effect.LASTING);
  }

  private void await(Manifest live, String who, Instant deadline) {
    ObjectCondition found = health.await(live, deadline);
    if (found.health() != Health.HEALTHY) {
      throw new RefusedObjectException(
          live.id()
              + ": "
              + found.reason()
              + (ApplyOrder.isGround(live) ? " (" : " (wave " + Waves.of(live) + ", for which ")
              + who
              + (ApplyOrder.isGround(live) ? " waits for it)" : " waits)"));
    }
  }
}
