package dev.slipway.localcluster.pod;

import dev.slipway.localcluster.object.ChangeLog;
import dev.slipway.localcluster.object.DeploymentSpec;
import dev.slipway.localcluster.object.ObjectKey;
import dev.slipway.localcluster.object.StoredObject;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The status of each Deployment; tells the watchers when one of them means something new. */
final class DeploymentStatuses {

  private final ChangeLog changes;
  private final Map<ObjectKey, RolloutProgress> progress = new HashMap<>();
  private volatile Map<ObjectKey, DeploymentStatus> statuses = Map.of();

  DeploymentStatuses(ChangeLog changes) {
    this.changes = changes;
  }

  Optional<DeploymentStatus> of(ObjectKey deployment) {
    return Optional.ofNullable(statuses.get(deployment));
  }

  /**
   * Looks at all Deployments. By one thread at a time.
   *
   * @param pods the pods of a Deployment that are not leaving
   */
  void publish(
      Collection<StoredObject> deployments, Function<ObjectKey, List<Pod>> pods, Instant now) {
    Map<ObjectKey, DeploymentStatus> before = statuses;
    Map<ObjectKey, DeploymentStatus> after = new HashMap<>();
    for (StoredObject object : deployments) {
      if (object.spec() instanceof DeploymentSpec spec) {
        RolloutProgress following =
            progress.computeIfAbsent(object.key(), unused -> new RolloutProgress());
        after.put(
            object.key(),
            following.observe(spec, object.generation(), pods.apply(object.key()), now));
      }
    }
    progress.keySet().retainAll(after.keySet());
    statuses = Map.copyOf(after);
    after.forEach(
        (key, status) -> {
          DeploymentStatus old = before.get(key);
          if (old == null || status.differsFrom(old)) {
            changes.record(key);
          }
        });
  }
}
