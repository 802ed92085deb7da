package dev.slipway.hook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.DesiredState;
import dev.slipway.cluster.Ownership;
import dev.slipway.cluster.Target;
import dev.slipway.manifest.Manifest;

/**
 * A Job may run as an account that its revision brings. Like all that is new it is there before the
 * canary, marked as the rollout's own: promotion makes it lasting, a way back deletes it.
 */
record ServiceAccounts(Cluster cluster, Target target, DesiredState desired) {

  private static final String KIND = "ServiceAccount";

  void bringFor(Manifest job) {
    String name = job.json().at("/spec/template/spec/serviceAccountName").asText("");
    if (name.isEmpty() || cluster.get(target.namespace(), KIND, name).isPresent()) {
      return;
    }
    desired
        .find(KIND + "/" + name)
        .ifPresent(
            account -> {
              ObjectNode json = account.json().deepCopy();
              json.withObjectProperty("metadata")
                  .withObjectProperty("labels")
                  .put(Ownership.DERIVED_FOR, target.workload());
              cluster.apply(target.namespace(), new Manifest(json), Cluster.Effect.LASTING);
            });
  }
}
