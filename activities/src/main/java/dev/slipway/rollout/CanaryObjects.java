package dev.slipway.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.ConfigurationReference;
import dev.slipway.cluster.DesiredState;
import dev.slipway.cluster.Ownership;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.cluster.Target;
import dev.slipway.manifest.Manifest;
import dev.slipway.traffic.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The objects of a canary, derived from the team's own. Pure.
 *
 * @param additions objects that stable does not have: applied first
 * @param copies changed ConfigMaps and Secrets under names of the canary's own
 * @param service selects the canary's pods alone
 * @param deployment the candidate's, one replica, its pods unselected by the stable Service
 * @param route whose weights are to be shifted
 */
record CanaryObjects(
    List<Manifest> additions,
    List<Manifest> copies,
    Manifest service,
    Manifest deployment,
    Route route) {

  private static final String SUFFIX = "-canary";

  /** In the order in which they are applied. */
  List<Manifest> all() {
    List<Manifest> all = new ArrayList<>(additions);
    all.addAll(copies);
    all.add(service);
    all.add(deployment);
    return all;
  }

  /**
   * @throws RefusedObjectException when no canary can be made of them: the message says why
   */
  static CanaryObjects derive(DesiredState stable, DesiredState candidate, Target target) {
    String service = serviceOf(candidate, target);
    String before = serviceOf(stable, target);
    if (!service.equals(before)) {
      throw new RefusedObjectException(
          "the workload's Service changes its name from "
              + before
              + " to "
              + service
              + ": add the new one first, and move the route in a change of its own");
    }
    return new Derivation(stable, candidate, target).derive(service);
  }

  /** The Service that the route names and that selects the workload's pods. */
  private static String serviceOf(DesiredState desired, Target target) {
    JsonNode labels = desired.workload().json().at("/spec/template/metadata/labels");
    Manifest route =
        desired
            .find("HTTPRoute/" + target.route())
            .orElseThrow(
                () ->
                    new RefusedObjectException(
                        "the path has no HTTPRoute/"
                            + target.route()
                            + ", whose weights to shift"));
    Set<String> found = new TreeSet<>();
    for (JsonNode rule : route.json().path("spec").path("rules")) {
      for (JsonNode backend : rule.path("backendRefs")) {
        desired
            .find("Service/" + backend.path("name").asText())
            .filter(service -> selects(service.json().at("/spec/selector"), labels))
            .ifPresent(service -> found.add(service.name()));
      }
    }
    if (found.size() != 1) {
      throw new RefusedObjectException(
          "HTTPRoute/"
              + target.route()
              + " must name exactly one Service that selects the pods of Deployment/"
              + target.workload()
              + ", not "
              + (found.isEmpty() ? "none" : String.join(" and ", found)));
    }
    return found.iterator().next();
  }

  private static boolean selects(JsonNode selector, JsonNode labels) {
    return !selector.isEmpty()
        && selector.properties().stream()
            .allMatch(entry -> labels.path(entry.getKey()).equals(entry.getValue()));
  }

  /** Makes the copies. */
  private record Derivation(DesiredState stable, DesiredState candidate, Target target) {

    CanaryObjects derive(String serviceName) {
      Manifest service = candidate.find("Service/" + serviceName).orElseThrow();
      ObjectNode pods = copy(candidate.workload());
      ObjectNode serving = copy(service);
      List<Manifest> copies = configuration(pods.path("spec").path("template"));
      separate(pods, serving);
      ((ObjectNode) pods.get("spec")).put("replicas", 1);
      withoutAddresses(serving.path("spec"));
      List<Manifest> additions =
          candidate.objects().stream()
              .filter(
                  object ->
                      stable.plain(object.id()).isEmpty() && !object.kind().equals("HTTPRoute"))
              .map(object -> new Manifest(derived(object.json().deepCopy())))
              .toList();
      return new CanaryObjects(
          additions,
          copies,
          new Manifest(serving),
          new Manifest(pods),
          new Route(target.namespace(), target.route(), serviceName, serviceName + SUFFIX));
    }

    private ObjectNode copy(Manifest original) {
      ObjectNode json = derived(original.json().deepCopy());
      ObjectNode metadata = (ObjectNode) json.get("metadata");
      metadata.put("name", original.name() + SUFFIX);
      metadata.withObjectProperty("annotations").put(Ownership.COPY_OF, original.name());
      return json;
    }

    private ObjectNode derived(ObjectNode json) {
      ((ObjectNode) json.get("metadata"))
          .withObjectProperty("labels")
          .put(Ownership.DERIVED_FOR, target.workload());
      return json;
    }

    /** Configuration goes back with the code: what differs from stable gets a copy of its own. */
    private List<Manifest> configuration(JsonNode template) {
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
            copies.add(new Manifest(copy(candidate.find(id).orElseThrow())));
          }
          reference.rename(reference.name() + SUFFIX);
        }
      }
      return copies;
    }

    /** The canary's pods differ in one label that the stable Service selects by. */
    private static void separate(ObjectNode deployment, ObjectNode service) {
      ObjectNode selector = (ObjectNode) service.at("/spec/selector");
      ObjectNode labels = (ObjectNode) deployment.at("/spec/template/metadata/labels");
      if (!(deployment.at("/spec/selector/matchLabels") instanceof ObjectNode matched)
          || matched.isEmpty()) {
        throw new RefusedObjectException("the workload has no spec.selector.matchLabels");
      }
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

    private static void rename(ObjectNode labels, String key) {
      labels.put(key, labels.path(key).asText() + SUFFIX);
    }

    /** What the cluster gives to one Service only. */
    private static void withoutAddresses(JsonNode spec) {
      if (spec instanceof ObjectNode object) {
        object.remove(List.of("clusterIP", "clusterIPs"));
      }
      for (JsonNode port : spec.path("ports")) {
        if (port instanceof ObjectNode object) {
          object.remove("nodePort");
        }
      }
    }
  }
}
