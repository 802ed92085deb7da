package dev.slipway.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.ConfigurationReference;
import dev.slipway.cluster.DesiredState;
import dev.slipway.cluster.Pruning;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.cluster.Target;
import dev.slipway.manifest.Manifest;
import dev.slipway.traffic.Route;
import dev.slipway.traffic.TesterRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The objects of a canary, derived from the team's own. Pure.
 *
 * @param additions objects that stable does not have, but for those of later waves than the
 *     workload's: applied first
 * @param copies changed ConfigMaps and Secrets under names of the canary's own, and of what selects
 *     the workload's pods but would not the canary's
 * @param service selects the canary's pods alone
 * @param deployment the candidate's: one replica, its pods unselected by the stable Service; where
 *     numbers of pods are the weight, none yet, and its pods will stand behind that Service
 * @param route whose weights are to be shifted
 */
record CanaryObjects(
    List<Manifest> additions,
    List<Manifest> copies,
    Manifest service,
    Manifest deployment,
    Route route) {

  /** Annotation of the canary's Service: the number of pods is the weight. */
  static final String BY_PODS = "slipway.dev/shared-by-pods";

  /** Label of the canary's pods where they stand behind the stable Service. */
  private static final String CANARY = "slipway.dev/canary";

  /** Annotation of a Service by which testers get to the canary. */
  static final String TESTERS = "slipway.dev/testers";

  /** The Service by which testers get to the canary's pods: one more, as gateways count by it. */
  Manifest testers() {
    ObjectNode json = service.json().deepCopy();
    ObjectNode metadata = (ObjectNode) json.get("metadata");
    metadata.put("name", service.name() + TesterRules.SUFFIX);
    metadata.withObjectProperty("annotations").put(TESTERS, "true");
    Derivation.hideFromMonitors(json);
    return new Manifest(json);
  }

  /** What is the canary's alone, in the order in which it is applied. */
  List<Manifest> own() {
    List<Manifest> all = new ArrayList<>(copies);
    all.add(service);
    all.add(deployment);
    return all;
  }

  /**
   * @param policies live ones that select pods, whoever made them
   * @throws RefusedObjectException when no canary can be made of them: the message says why
   */
  static CanaryObjects derive(
      DesiredState stable, DesiredState candidate, Target target, List<Manifest> policies) {
    if (!candidate.workload().id().equals(stable.workload().id())) {
      throw ArgoCandidate.changedKind(stable.workload(), candidate.workload());
    }
    String service = new ServedService(candidate, target).name();
    String before = new ServedService(stable, target).name();
    if (!service.equals(before)) {
      throw new RefusedObjectException(
          "the workload's Service changes its name from "
              + before
              + " to "
              + service
              + ": add the new one first, and move the route in a change of its own");
    }
    return new Making(stable, candidate, target, policies).make(service);
  }

  /** Makes the copies. */
  private record Making(
      DesiredState stable, DesiredState candidate, Target target, List<Manifest> policies) {

    CanaryObjects make(String serviceName) {
      Derivation derivation = Derivation.ofCanary(target);
      Manifest service = candidate.find("Service/" + serviceName).orElseThrow();
      String route = "HTTPRoute/" + target.route();
      boolean byPods = stable.find(route).isEmpty() || candidate.find(route).isEmpty();
      if (!byPods) {
        refuseOtherBackends(stable.find(route).orElseThrow(), serviceName);
        refuseOtherBackends(candidate.find(route).orElseThrow(), serviceName);
      }
      ObjectNode pods = derivation.copy(candidate.workload(), stable, candidate);
      ObjectNode serving = derivation.copy(service, stable, candidate);
      List<Manifest> copies = configuration(derivation, pods.path("spec").path("template"));
      if (byPods) {
        mark(pods, serving);
      } else {
        derivation.separate(pods, serving);
        copies.addAll(derivation.policies(candidate, pods, policies));
      }
      ((ObjectNode) pods.get("spec")).put("replicas", byPods ? 0 : 1);
      Derivation.removeAddresses(serving);
      return new CanaryObjects(
          additions(derivation),
          copies,
          new Manifest(serving),
          new Manifest(pods),
          new Route(
              target.namespace(),
              target.route(),
              serviceName,
              serviceName + derivation.suffix(),
              byPods ? Optional.of(target.workload()) : Optional.empty()));
    }

    /**
     * The weights of a rule are the canary's and stable's, which are all of it: a third backend
     * would get other shares of the traffic than Git says, at every weight.
     */
    private static void refuseOtherBackends(Manifest route, String service) {
      for (JsonNode rule : route.json().path("spec").path("rules")) {
        List<String> others = new ArrayList<>();
        boolean shifted = false;
        for (JsonNode backend : rule.path("backendRefs")) {
          String name = backend.path("name").asText();
          shifted |= name.equals(service);
          if (!name.equals(service) && backend.path("weight").asInt(1) != 0) {
            others.add(name);
          }
        }
        if (shifted && !others.isEmpty()) {
          throw new RefusedObjectException(
              route.id()
                  + " shares a rule between "
                  + service
                  + " and "
                  + String.join(", ", others)
                  + ": a canary of "
                  + service
                  + " would change what the others get; give them a rule of their own, or weight 0");
        }
      }
    }

    private List<Manifest> additions(Derivation derivation) {
      return candidate.objects().stream()
          .filter(
              object ->
                  stable.plain(object.id()).isEmpty()
                      && !object.kind().equals("HTTPRoute")
                      && !candidate.isAfterWorkload(object))
          .map(
              object ->
                  Pruning.isKept(object)
                      ? object
                      : new Manifest(derivation.derived(object.json().deepCopy())))
          .toList();
    }

    /** Configuration goes back with the code: what differs from stable gets a copy of its own. */
    private List<Manifest> configuration(Derivation derivation, JsonNode template) {
      List<Manifest> copies = new ArrayList<>();
      Set<String> done = new TreeSet<>();
      for (ConfigurationReference reference : ConfigurationReference.in(template)) {
        String id = reference.id();
        boolean changed =
            candidate.plain(id).isPresent()
                && stable.plain(id).isPresent()
                && !candidate.plain(id).equals(stable.plain(id));
        if (changed) {
          if (done.add(id)) {
            Manifest original = candidate.find(id).orElseThrow();
            copies.add(new Manifest(derivation.copy(original, stable, candidate)));
          }
          reference.rename(reference.name() + derivation.suffix());
        }
      }
      return copies;
    }

    /** Behind the stable Service like stable's pods, but told apart by a label more. */
    private static void mark(ObjectNode deployment, ObjectNode service) {
      Derivation.matchLabels(deployment).put(CANARY, "true");
      ((ObjectNode) deployment.at("/spec/template/metadata/labels")).put(CANARY, "true");
      ((ObjectNode) service.at("/spec/selector")).put(CANARY, "true");
      service.withObjectProperty("metadata").withObjectProperty("annotations").put(BY_PODS, "true");
      Derivation.hideFromMonitors(service);
    }
  }
}
