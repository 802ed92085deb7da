package dev.slipway.rollout;

import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.DesiredState;
import dev.slipway.cluster.OwnObjects;
import dev.slipway.cluster.Target;
import dev.slipway.manifest.Manifest;

/**
 * Brings the team's own objects to a revision: the workload's Deployment last, as the sign that all
 * others are there. Routes come later, by the sync: they may hold weights now.
 */
record InPlace(Cluster cluster, Target target) {

  /**
   * Changes nothing.
   *
   * @throws dev.slipway.cluster.RefusedObjectException when an object is not ours or may not be
   *     applied
   */
  void check(DesiredState state) {
    state.workload();
    OwnObjects own = new OwnObjects(cluster, target);
    for (Manifest object : state.objects()) {
      own.find(object);
      cluster.apply(target.namespace(), object, Cluster.Effect.DRY_RUN);
    }
  }

  /**
   * @throws dev.slipway.cluster.RefusedObjectException when an object is not ours or may not be
   *     applied: what came before it stays applied
   */
  void put(DesiredState state) {
    Manifest workload = state.workload();
    for (Manifest object : state.objects()) {
      if (!object.kind().equals("HTTPRoute") && !object.id().equals(workload.id())) {
        apply(object);
      }
    }
    apply(workload);
  }

  private void apply(Manifest object) {
    new OwnObjects(cluster, target).find(object);
    cluster.apply(target.namespace(), object, Cluster.Effect.LASTING);
  }
}
