package dev.slipway.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.DesiredState;
import dev.slipway.cluster.Ownership;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.cluster.Target;
import dev.slipway.delivery.Baseline;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How objects of the team's own become those of a second version beside it: under names of their
 * own, and told apart by labels. Pure.
 *
 * @param suffix what its names and labels end with
 */
record Derivation(Target target, String suffix) {

  private static final String TEMPLATE_LABELS = "/spec/template/metadata/labels";

  /** The candidate's. */
  static Derivation ofCanary(Target target) {
    return new Derivation(target, RolloutPlan.CANARY_SUFFIX);
  }

  /** That of what the candidate is compared with. */
  static Derivation ofBaseline(Target target) {
    return new Derivation(target, Baseline.FRESH.suffix());
  }

  /**
   * @throws RefusedObjectException when the path has an object of that name
   */
  ObjectNode copy(Manifest original, DesiredState... paths) {
    String id = original.kind() + "/" + original.name() + suffix;
    for (DesiredState path : paths) {
      if (path.find(id).isPresent()) {
        throw new RefusedObjectException(
            id + " is a name that Slipway needs for a rollout: give the path's own another");
      }
    }
    ObjectNode json = derived(original.json().deepCopy());
    ObjectNode metadata = (ObjectNode) json.get("metadata");
    metadata.put("name", original.name() + suffix);
    metadata.withObjectProperty("annotations").put(Ownership.COPY_OF, original.name());
    return json;
  }

  /** Marks it as what goes with the rollout. */
  ObjectNode derived(ObjectNode json) {
    ((ObjectNode) json.get("metadata"))
        .withObjectProperty("labels")
        .put(Ownership.DERIVED_FOR, target.workload());
    return json;
  }

  /**
   * A Service more in front of pods that stand behind another one already: by the team's labels a
   * ServiceMonitor would find it, too, and count each of their requests twice.
   */
  static void hideFromMonitors(ObjectNode service) {
    if (service.at("/metadata/labels") instanceof ObjectNode labels) {
      labels.retain(
          labels.properties().stream()
              .map(Map.Entry::getKey)
              .filter(name -> name.startsWith(Ownership.PREFIX))
              .toList());
    }
  }

  /** Its pods differ in one label that the stable Service selects by. */
  void separate(ObjectNode deployment, ObjectNode service) {
    ObjectNode selector = (ObjectNode) service.at("/spec/selector");
    ObjectNode labels = (ObjectNode) deployment.at(TEMPLATE_LABELS);
    ObjectNode matched = matchLabels(deployment);
    List<String> selecting = new ArrayList<>();
    selector.fieldNames().forEachRemaining(selecting::add);
    String key = selecting.stream().filter(matched::has).findFirst().orElse(selecting.getFirst());
    rename(selector, key);
    rename(labels, key);
    if (matched.has(key)) {
      rename(matched, key);
    } else {
      String own = matched.fieldNames().next();
      rename(matched, own);
      rename(labels, own);
    }
  }

  /** By which a Deployment knows its pods. */
  static ObjectNode matchLabels(ObjectNode deployment) {
    if (!(deployment.at("/spec/selector/matchLabels") instanceof ObjectNode matched)
        || matched.isEmpty()) {
      throw new RefusedObjectException("the workload has no spec.selector.matchLabels");
    }
    return matched;
  }

  private void rename(ObjectNode labels, String key) {
    labels.put(key, labels.path(key).asText() + suffix);
  }

  /** Leaves out what the cluster gives to one Service only. */
  static void removeAddresses(ObjectNode service) {
    if (service.path("spec") instanceof ObjectNode spec) {
      spec.remove(List.of("clusterIP", "clusterIPs"));
      for (JsonNode port : spec.path("ports")) {
        if (port instanceof ObjectNode object) {
          object.remove("nodePort");
        }
      }
    }
  }

  /**
   * What selects the workload's pods but would not these. As it stands in Git, where it does.
   *
   * @param state that has the workload
   * @param deployment made of it
   * @param policies live ones, whoever made them
   */
  List<Manifest> policies(DesiredState state, ObjectNode deployment, List<Manifest> policies) {
    List<Manifest> all = policies.stream().map(live -> state.find(live.id()).orElse(live)).toList();
    Stream<Manifest> unmade =
        state.objects().stream()
            .filter(object -> policies.stream().noneMatch(live -> live.id().equals(object.id())));
    return new PodPolicies(
            state.workload().json().at(TEMPLATE_LABELS), deployment.at(TEMPLATE_LABELS), this)
        .copies(Stream.concat(all.stream(), unmade).toList()).stream()
            .map(copy -> new Manifest(owned(copy.json())))
            .toList();
  }

  /** Somebody else's has a copy that is ours, so that it goes with the rollout. */
  private ObjectNode owned(ObjectNode json) {
    ObjectNode labels = ((ObjectNode) json.get("metadata")).withObjectProperty("labels");
    new Ownership(target.key()).labels().forEach(labels::put);
    return json;
  }
}
