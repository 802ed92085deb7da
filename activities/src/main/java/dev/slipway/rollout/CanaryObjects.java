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
import dev.slipway.traffic.TesterRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The objects of a canary, derived from the team's own. Pure.
 *
 * @param additions objects that stable does not have: applied first
 * @param copies changed ConfigMaps and Secrets under names of the canary's own
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

  private static final String SUFFIX = "-canary";

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
    return new Manifest(json);
  }

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
    if (!candidate.workload().id().equals(stable.workload().id())) {
      throw ArgoCandidate.changedKind(stable.workload(), candidate.workload());
    }
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
    List<String> selecting = selecting(desired);
    Optional<Manifest> route = desired.find("HTTPRoute/" + target.route());
    if (route.isEmpty()) {
      return withoutRoute(desired, selecting, target);
    }
    List<String> found = selecting.stream().filter(backends(route.get())::contains).toList();
    if (found.size() != 1) {
      throw new RefusedObjectException(
          "HTTPRoute/"
              + target.route()
              + " must name exactly one Service that selects the pods of Deployment/"
              + target.workload()
              + ", not "
              + (found.isEmpty() ? "none" : String.join(" and ", found)));
    }
    return found.getFirst();
  }

  /** Its weight is the number of pods, unless the path has a route that only has another name. */
  private static String withoutRoute(DesiredState desired, List<String> selecting, Target target) {
    List<String> others =
        desired.objects().stream()
            .filter(object -> object.kind().equals("HTTPRoute"))
            .filter(object -> backends(object).stream().anyMatch(selecting::contains))
            .map(Manifest::id)
            .toList();
    if (!others.isEmpty()) {
      throw new RefusedObjectException(
          "the path has no HTTPRoute/"
              + target.route()
              + ", whose weights to shift, but "
              + String.join(" and ", others)
              + ": name it as the environment's 'route' in platform.yaml");
    }
    if (selecting.size() != 1) {
      throw new RefusedObjectException(
          "the path has no HTTPRoute/"
              + target.route()
              + ", whose weights to shift, and for a share by pods exactly one Service must select"
              + " the pods of Deployment/"
              + target.workload()
              + ", not "
              + (selecting.isEmpty() ? "none" : String.join(" and ", selecting)));
    }
    return selecting.getFirst();
  }

  /** Names of the Services that select the workload's pods, sorted. */
  private static List<String> selecting(DesiredState desired) {
    JsonNode labels = desired.workload().json().at("/spec/template/metadata/labels");
    return desired.objects().stream()
        .filter(object -> object.kind().equals("Service"))
        .filter(service -> selects(service.json().at("/spec/selector"), labels))
        .map(Manifest::name)
        .sorted()
        .toList();
  }

  private static Set<String> backends(Manifest route) {
    Set<String> names = new TreeSet<>();
    for (JsonNode rule : route.json().path("spec").path("rules")) {
      for (JsonNode backend : rule.path("backendRefs")) {
        names.add(backend.path("name").asText());
      }
    }
    return names;
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
      String route = "HTTPRoute/" + target.route();
      boolean byPods = stable.find(route).isEmpty() || candidate.find(route).isEmpty();
      ObjectNode pods = copy(candidate.workload());
      ObjectNode serving = copy(service);
      List<Manifest> copies = configuration(pods.path("spec").path("template"));
      if (byPods) {
        mark(pods, serving);
      } else {
        separate(pods, serving);
      }
      ((ObjectNode) pods.get("spec")).put("replicas", byPods ? 0 : 1);
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
          new Route(
              target.namespace(),
              target.route(),
              serviceName,
              serviceName + SUFFIX,
              byPods ? Optional.of(target.workload()) : Optional.empty()));
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

    /** Behind the stable Service like stable's pods, but told apart by a label more. */
    private static void mark(ObjectNode deployment, ObjectNode service) {
      if (!(deployment.at("/spec/selector/matchLabels") instanceof ObjectNode matched)
          || matched.isEmpty()) {
        throw new RefusedObjectException("the workload has no spec.selector.matchLabels");
      }
      matched.put(CANARY, "true");
      ((ObjectNode) deployment.at("/spec/template/metadata/labels")).put(CANARY, "true");
      ((ObjectNode) service.at("/spec/selector")).put(CANARY, "true");
      service.withObjectProperty("metadata").withObjectProperty("annotations").put(BY_PODS, "true");
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
