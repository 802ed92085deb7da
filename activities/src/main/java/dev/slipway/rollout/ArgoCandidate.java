package dev.slipway.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.argo.ArgoRollout;
import dev.slipway.argo.ArgoSteps;
import dev.slipway.cluster.ConfigurationReference;
import dev.slipway.cluster.DesiredState;
import dev.slipway.cluster.Ownership;
import dev.slipway.cluster.Pruning;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.cluster.Target;
import dev.slipway.manifest.Manifest;
import java.util.List;

/**
 * What a rollout of an Argo Rollout begins with. Pure.
 *
 * @param additions objects that stable does not have: applied first, and gone again when the
 *     rollout does not succeed
 * @param rollout the team's own with the candidate's pod template, at the beginning of its steps
 */
record ArgoCandidate(List<Manifest> additions, Manifest rollout) {

  /**
   * @throws RefusedObjectException when it cannot be rolled out so: the message says what to do
   */
  static ArgoCandidate derive(DesiredState stable, DesiredState candidate, Target target) {
    Manifest workload = candidate.workload();
    if (!workload.id().equals(stable.workload().id())) {
      throw changedKind(stable.workload(), workload);
    }
    requireDrivable(new ArgoRollout(workload), candidate);
    requireNewNames(stable, candidate);
    return new ArgoCandidate(
        candidate.objects().stream()
            .filter(object -> stable.plain(object.id()).isEmpty())
            .filter(object -> !object.kind().equals("HTTPRoute"))
            .filter(object -> !candidate.isAfterWorkload(object))
            .map(object -> Pruning.isKept(object) ? object : labelled(object, target))
            .toList(),
        ArgoSteps.beginning(workload));
  }

  /** A Deployment becomes a Rollout, or the other way round. */
  static RefusedObjectException changedKind(Manifest from, Manifest to) {
    return new RefusedObjectException(
        "the workload changes from "
            + from.id()
            + " to "
            + to.id()
            + ", of which no canary can be made: change it in the cluster yourself, merge the same,"
            + " and adopt the environment (slipway environment adopt)");
  }

  private static void requireDrivable(ArgoRollout rollout, DesiredState candidate) {
    JsonNode spec = rollout.object().json().path("spec");
    String id = rollout.object().id();
    if (spec.has("workloadRef")) {
      throw new RefusedObjectException(
          id + " takes its pods from a workloadRef: write them in its own spec.template");
    }
    if (!rollout.canary().isObject()) {
      throw new RefusedObjectException(
          id + " has no spec.strategy.canary, which is what Slipway rolls out by");
    }
    if (rollout.canary().has("pingPong")) {
      throw new RefusedObjectException(
          id + " uses pingPong: name a stableService and a canaryService instead");
    }
    for (String field : List.of("stableService", "canaryService")) {
      String service = rollout.canary().path(field).asText("");
      if (service.isEmpty()) {
        throw new RefusedObjectException(
            id
                + " names no "
                + field
                + ", by which its two versions are told apart: add it to spec.strategy.canary");
      }
      if (candidate.find("Service/" + service).isEmpty()) {
        throw new RefusedObjectException(
            id + ": its " + field + " " + service + " is not in the path");
      }
    }
  }

  /** A Rollout has one pod template: both versions would read what changes under one name. */
  private static void requireNewNames(DesiredState stable, DesiredState candidate) {
    for (ConfigurationReference reference :
        ConfigurationReference.in(
            candidate.workload().json().deepCopy().path("spec").path("template"))) {
      String id = reference.id();
      if (candidate.plain(id).isPresent()
          && stable.plain(id).isPresent()
          && !candidate.plain(id).equals(stable.plain(id))) {
        throw new RefusedObjectException(
            id
                + " changes under the same name, and pods of both versions of the Rollout would"
                + " read it: give it a new name with each change (Kustomize's configMapGenerator"
                + " does)");
      }
    }
  }

  private static Manifest labelled(Manifest object, Target target) {
    ObjectNode json = object.json().deepCopy();
    ((ObjectNode) json.get("metadata"))
        .withObjectProperty("labels")
        .put(Ownership.DERIVED_FOR, target.workload());
    return new Manifest(json);
  }
}
