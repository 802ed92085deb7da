package dev.slipway.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.DesiredState;
import dev.slipway.cluster.Ownership;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.cluster.Target;
import dev.slipway.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects of a fresh baseline, derived from the team's own at the stable revision. They use
 * stable's own configuration, which does not change before they are gone. Pure.
 *
 * @param policies copies of what selects the workload's pods but would not the baseline's
 * @param service selects the baseline's pods alone
 * @param deployment stable's: one replica, its pods unselected by the stable Service
 */
record FreshBaseline(List<Manifest> policies, Manifest service, Manifest deployment) {

  /** Annotation of the baseline's Service: the name of the stable Service. */
  static final String BASELINE_OF = "slipway.dev/baseline-of";

  /**
   * @param serviceName of the Service whose traffic is shared
   * @param policies live ones that select pods, whoever made them
   * @throws RefusedObjectException when none can be made of them: the message says why
   */
  static FreshBaseline derive(
      DesiredState stable,
      DesiredState candidate,
      Target target,
      String serviceName,
      List<Manifest> policies) {
    Derivation derivation = Derivation.ofBaseline(target);
    ObjectNode pods = derivation.copy(stable.workload(), stable, candidate);
    ObjectNode serving =
        derivation.copy(stable.find("Service/" + serviceName).orElseThrow(), stable, candidate);
    derivation.separate(pods, serving);
    ((ObjectNode) pods.get("spec")).put("replicas", 1);
    Derivation.removeAddresses(serving);
    ObjectNode annotations =
        serving.withObjectProperty("metadata").withObjectProperty("annotations");
    // A worker that knows no baseline must not take it for the canary's.
    annotations.remove(Ownership.COPY_OF);
    annotations.put(BASELINE_OF, serviceName);
    return new FreshBaseline(
        derivation.policies(stable, pods, policies), new Manifest(serving), new Manifest(pods));
  }

  /** In the order in which they are applied. */
  List<Manifest> own() {
    List<Manifest> all = new ArrayList<>(policies);
    all.add(service);
    all.add(deployment);
    return all;
  }
}
