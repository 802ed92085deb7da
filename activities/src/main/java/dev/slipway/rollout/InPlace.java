package dev.slipway.rollout;

import dev.slipway.cluster.Additions;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.DesiredState;
import dev.slipway.cluster.OwnObjects;
import dev.slipway.cluster.Pulse;
import dev.slipway.cluster.Target;
import dev.slipway.manifest.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the team's own objects to a revision: the workload's Deployment last, as the sign that all
 * others are there. Routes come later, by the sync: they may hold weights now. So does what is of a
 * later wave than the workload.
 */
record InPlace(Cluster cluster, Target target) {

  /**
   * Changes nothing of what is there. What is not there yet is brought in, wave by wave.
   *
   * @param deadline until which to wait between the waves
   * @throws dev.slipway.cluster.RefusedObjectException when an object is not ours or may not be
   *     applied
   */
  void bring(DesiredState state, Pulse pulse, Instant deadline) {
    OwnObjects own = new OwnObjects(cluster, target);
    List<Manifest> additions = new ArrayList<>();
    for (Manifest object : state.objects()) {
      boolean there = own.find(object).isPresent();
      if (there || object.id().equals(state.workload().id())) {
        cluster.apply(target.namespace(), object, Cluster.Effect.DRY_RUN);
      } else if (!isRoute(object) && !state.isAfterWorkload(object)) {
        additions.add(object);
      }
    }
    new Additions(cluster, pulse, target.namespace()).bring(additions, state.workload(), deadline);
  }

  private static boolean isRoute(Manifest object) {
    return object.kind().equals("HTTPRoute");
  }

  /**
   * @throws dev.slipway.cluster.RefusedObjectException when an object is not ours or may not be
   *     applied: what came before it stays applied
   */
  void put(DesiredState state) {
    Manifest workload = state.workload();
    for (Manifest object : state.objects()) {
      if (!isRoute(object)
          && !state.isAfterWorkload(object)
          && !object.id().equals(workload.id())) {
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
