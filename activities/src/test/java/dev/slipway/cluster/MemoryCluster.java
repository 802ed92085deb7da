package dev.slipway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.manifest.Manifest;
import dev.slipway.temporal.FailureType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in memory whose pods need half a second to become ready. It notices every moment in
 * which a route gives traffic to a Service without a ready pod.
 */
public final class MemoryCluster implements Cluster {

  private static final Duration START = Duration.ofMillis(500);

  private final Supplier<Instant> clock;
  private final Map<String, ObjectNode> objects = new TreeMap<>();
  private final Map<String, Pods> pods = new TreeMap<>();
  private final Set<String> neverReady = new HashSet<>();
  private final List<String> effects = new ArrayList<>();
  private final List<String> outages = new ArrayList<>();
  private final List<Set<String>> asked = new ArrayList<>();
  private String refusedInEarnest = "";
  private final Map<String, Runnable> afterwards = new HashMap<>();
  private boolean tracking;
  private boolean listing = true;
  private Set<String> clusterWide = Set.of();
  private final Map<String, String> needs = new TreeMap<>();
  private final Map<String, String> claims = new TreeMap<>();
  private final Map<String, ObjectCondition> conditions = new TreeMap<>();
  private final Map<String, Runnable> incidents = new TreeMap<>();
  private long version;
  private int effectsLeft = Integer.MAX_VALUE;

  public MemoryCluster(Supplier<Instant> clock) {
    this.clock = clock;
  }

  /** Pods of this image never become ready, or are not any more. */
  public void breakImage(String image) {
    neverReady.add(image);
  }

  /** As a cluster where other tools look for what was applied together. */
  public void trackApplySets() {
    tracking = true;
  }

  @Override
  public boolean tracksApplySets() {
    return tracking;
  }

  @Override
  public AllowedKinds kinds() {
    Set<String> kinds = new HashSet<>(Cluster.super.kinds().namespaced());
    kinds.addAll(
        List.of("PodDisruptionBudget", "StatefulSet", "Job", "PersistentVolumeClaim", "Thing"));
    return new AllowedKinds(kinds, clusterWide);
  }

  /** As a cluster in which the environment may have such objects, too. */
  public void allowClusterWide(String... kinds) {
    clusterWide = Set.of(kinds);
  }

  /** An object of this kind is taken only where that one is there, in a dry run too. */
  public void need(String kind, String id) {
    needs.put(kind, id);
  }

  /** Somebody else has set a field of an object, as {@code spec.replicas, set by kubectl}. */
  public void claim(String id, String field) {
    claims.put(id, field);
  }

  /** How an object is, from now on. */
  public void condition(String id, ObjectCondition condition) {
    conditions.put(id, condition);
  }

  @Override
  public ObjectCondition condition(String namespace, Manifest live) {
    ObjectCondition set = conditions.get(live.id());
    return set == null ? Cluster.super.condition(namespace, live) : set;
  }

  @Override
  public List<String> rehearse(String namespace, Manifest desired, Optional<Manifest> live) {
    apply(namespace, desired, Effect.DRY_RUN);
    String claimed = claims.get(desired.id());
    return claimed == null ? List.of() : List.of(desired.id() + ": " + claimed);
  }

  /** An object that is taken in a dry run only. */
  public void refuseInEarnest(String id) {
    refusedInEarnest = id;
  }

  /** The worker is killed right after so many further effects. */
  public void cutAfter(int effects) {
    effectsLeft = effects;
  }

  public void cutNoMore() {
    effectsLeft = Integer.MAX_VALUE;
  }

  /** Everything that changed something, as {@code apply Deployment/shop}. */
  public List<String> effects() {
    return List.copyOf(effects);
  }

  /** Moments in which a weight had no ready pod behind it. */
  public List<String> outages() {
    return List.copyOf(outages);
  }

  /** As a cluster that answers every question but that for a list. */
  public void failToList() {
    listing = false;
  }

  /** The kinds that were asked for, question by question, where not all were. */
  List<Set<String>> asked() {
    return List.copyOf(asked);
  }

  @Override
  public List<Manifest> list(String namespace, Map<String, String> labels, Set<String> kinds) {
    asked.add(Set.copyOf(kinds));
    return Cluster.super.list(namespace, labels, kinds);
  }

  /** Somebody changes an object by hand. */
  public void edit(String id, Consumer<ObjectNode> change) {
    ObjectNode json = live(id).json().deepCopy();
    change.accept(json);
    store(new Manifest(json));
  }

  public void put(Manifest object) {
    store(object);
  }

  public Manifest live(String id) {
    return get("", id.substring(0, id.indexOf('/')), id.substring(id.indexOf('/') + 1))
        .orElseThrow(() -> new AssertionError("no " + id + " among " + objects.keySet()));
  }

  public Set<String> ids() {
    return Set.copyOf(objects.keySet());
  }

  @Override
  public Optional<Manifest> get(String namespace, String kind, String name) {
    ObjectNode json = objects.get(kind + "/" + name);
    if (json == null) {
      return Optional.empty();
    }
    ObjectNode copy = json.deepCopy();
    if (kind.equals("HTTPRoute")) {
      ObjectNode weights = copy.withObjectProperty("status").withObjectProperty("weightsInForce");
      for (JsonNode rule : json.path("spec").path("rules")) {
        for (JsonNode backend : rule.path("backendRefs")) {
          weights.put(backend.path("name").asText(), backend.path("weight").asInt(1));
        }
      }
    }
    return Optional.of(new Manifest(copy));
  }

  @Override
  public List<Manifest> list(String namespace, Map<String, String> labels) {
    if (!listing) {
      throw FailureType.UNREACHABLE.retryable("the list was cut off");
    }
    return objects.values().stream()
        .filter(
            json ->
                labels.entrySet().stream()
                    .allMatch(
                        label ->
                            json.path("metadata")
                                .path("labels")
                                .path(label.getKey())
                                .asText("")
                                .equals(label.getValue())))
        .map(json -> new Manifest(json.deepCopy()))
        .toList();
  }

  @Override
  public Manifest apply(String namespace, Manifest desired, Effect effect) {
    ObjectNode existing = objects.get(desired.id());
    JsonNode expected = desired.json().path("metadata").path("resourceVersion");
    if (existing != null
        && !expected.isMissingNode()
        && !expected.equals(existing.path("metadata").path("resourceVersion"))) {
      throw new OutdatedObjectException(desired.id());
    }
    if (desired.json().path("spec").path("replicas").asInt(1) < 0) {
      throw new RefusedObjectException(desired.id() + ": spec.replicas must not be negative");
    }
    String needed = needs.get(desired.kind());
    if (needed != null && !objects.containsKey(needed)) {
      throw new RefusedObjectException(desired.id() + ": there is no " + needed);
    }
    if (effect == Effect.LASTING && desired.id().equals(refusedInEarnest)) {
      throw new RefusedObjectException(desired.id() + ": the quota is used up");
    }
    if (effect == Effect.LASTING && !isSame(existing, desired)) {
      store(desired);
      happened("apply " + desired.id());
    }
    return desired;
  }

  private static boolean isSame(@Nullable ObjectNode existing, Manifest desired) {
    if (existing == null) {
      return false;
    }
    ObjectNode wanted = desired.json().deepCopy();
    ObjectNode present = existing.deepCopy();
    for (ObjectNode json : List.of(wanted, present)) {
      json.remove("status");
      ((ObjectNode) json.get("metadata")).remove(List.of("resourceVersion", "uid"));
    }
    return wanted.equals(present);
  }

  private void store(Manifest object) {
    ObjectNode json = object.json().deepCopy();
    json.remove("status");
    ObjectNode metadata = (ObjectNode) json.get("metadata");
    metadata.put("resourceVersion", String.valueOf(++version));
    ObjectNode known = objects.get(object.id());
    metadata.put(
        "uid", known == null ? "uid-" + version : known.path("metadata").path("uid").asText());
    if (object.kind().equals("Deployment")) {
      int wanted = json.path("spec").path("replicas").asInt(1);
      Pods before = pods.get(object.name());
      JsonNode template = json.path("spec").path("template");
      if (before == null) {
        pods.put(object.name(), new Pods(template, wanted, 0, clock.get().plus(START)));
      } else if (before.wanted != wanted || !before.template.equals(template)) {
        pods.put(
            object.name(),
            new Pods(template, wanted, ready(object.name()), clock.get().plus(START)));
      }
    }
    objects.put(object.id(), json);
  }

  /** Something happens outside right before an object is deleted. */
  public void whenDeleting(String id, Runnable what) {
    incidents.put(id, what);
  }

  /** Somebody deletes an object and makes it again, as it was. */
  public void makeAnew(String id) {
    Manifest object = live(id);
    objects.remove(id);
    store(object);
  }

  @Override
  public boolean delete(String namespace, Manifest seen) {
    Optional.ofNullable(incidents.remove(seen.id())).ifPresent(Runnable::run);
    return get(namespace, seen.kind(), seen.name())
            .filter(live -> uid(live).equals(uid(seen)))
            .isPresent()
        && delete(namespace, seen.kind(), seen.name());
  }

  private static String uid(Manifest object) {
    return object.json().path("metadata").path("uid").asText();
  }

  @Override
  public boolean delete(String namespace, String kind, String name) {
    boolean found = objects.remove(kind + "/" + name) != null;
    if (kind.equals("Deployment")) {
      pods.remove(name);
    }
    if (found) {
      happened("delete " + kind + "/" + name);
    }
    return found;
  }

  /** Something outside of the objects was changed. */
  public void noteEffect(String effect) {
    happened(effect);
  }

  /** What somebody else does, once, right after this effect. */
  void after(String effect, Runnable somebody) {
    afterwards.put(effect, somebody);
  }

  private void happened(String effect) {
    effects.add(effect);
    look();
    Optional.ofNullable(afterwards.remove(effect)).ifPresent(Runnable::run);
    if (--effectsLeft == 0) {
      throw new KilledWorker();
    }
  }

  /** Notes it when traffic goes where nothing is ready. */
  public void look() {
    for (Map.Entry<String, ObjectNode> object : objects.entrySet()) {
      if (!object.getKey().startsWith("HTTPRoute/")) {
        continue;
      }
      ObjectNode route = object.getValue();
      for (JsonNode rule : route.path("spec").path("rules")) {
        for (JsonNode backend : rule.path("backendRefs")) {
          if (backend.path("weight").asInt(1) > 0 && ready(selected(backend)) == 0) {
            outages.add(
                backend.path("name").asText() + " has traffic and no ready pod, after " + effects);
          }
        }
      }
    }
  }

  /** The Deployment whose pods a backend's Service selects. */
  private String selected(JsonNode backend) {
    ObjectNode service = objects.get("Service/" + backend.path("name").asText());
    if (service == null) {
      return "";
    }
    JsonNode selector = service.path("spec").path("selector");
    return pods.entrySet().stream()
        .filter(
            entry ->
                selector.properties().stream()
                    .allMatch(
                        label ->
                            entry
                                .getValue()
                                .template
                                .path("metadata")
                                .path("labels")
                                .path(label.getKey())
                                .equals(label.getValue())))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  private int ready(String deployment) {
    Pods of = pods.get(deployment);
    if (of == null) {
      return 0;
    }
    boolean broken = neverReady.contains(of.image());
    if (broken) {
      return Math.min(of.readyBefore, of.wanted);
    }
    return clock.get().isBefore(of.readyAt) ? Math.min(of.readyBefore, of.wanted) : of.wanted;
  }

  /** All ready pods of this Deployment die. */
  public void kill(String deployment) {
    Pods of = Objects.requireNonNull(pods.get(deployment));
    pods.put(deployment, new Pods(of.template, of.wanted, 0, Instant.MAX));
  }

  /** One pod of this Deployment is moved, and serves again at that time. */
  public void move(String deployment, Instant readyAgain) {
    Pods of = Objects.requireNonNull(pods.get(deployment));
    pods.put(deployment, new Pods(of.template, of.wanted, of.wanted - 1, readyAgain));
  }

  @Override
  public Optional<WorkloadCondition> condition(String namespace, String deployment) {
    Pods of = pods.get(deployment);
    if (of == null) {
      return Optional.empty();
    }
    boolean broken = neverReady.contains(of.image());
    boolean settled = !broken && !clock.get().isBefore(of.readyAt);
    return Optional.of(
        new WorkloadCondition(
            of.wanted,
            ready(deployment),
            settled,
            broken,
            broken ? "pod " + deployment + "-1 is not ready; its log ends with: no database" : ""));
  }

  /** The worker is gone: what it did stays. */
  public static final class KilledWorker extends RuntimeException {
    public KilledWorker() {
      super("kill -9");
    }
  }

  private record Pods(JsonNode template, int wanted, int readyBefore, Instant readyAt) {
    String image() {
      return template.at("/spec/containers/0/image").asText();
    }
  }
}
