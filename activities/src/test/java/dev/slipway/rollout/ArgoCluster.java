package dev.slipway.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.argo.ArgoRollout;
import dev.slipway.cluster.AllowedKinds;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.FakePulse;
import dev.slipway.cluster.MemoryCluster;
import dev.slipway.cluster.ObjectChanges;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.manifest.Manifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A cluster in memory with one Rollout, and what the controller of Argo Rollouts makes of it as
 * time passes: as much of it as Slipway speaks to. The laboratory has the real one.
 */
final class ArgoCluster implements Cluster {

  private final MemoryCluster objects;
  private final Map<String, Integer> pods = new TreeMap<>();
  private final List<Integer> weights = new ArrayList<>();
  private final Set<String> broken = new HashSet<>();
  private boolean absent;
  private int asked;
  private long generation;
  private String observedSpec = "";
  private Status status = new Status(0, "", "", "", 0, 0, false, false);

  /** As the real one writes it. */
  private record Status(
      long observed,
      String stable,
      String current,
      String steps,
      int index,
      int weight,
      boolean abort,
      boolean promoteFull) {}

  ArgoCluster(FakePulse pulse) {
    objects = new MemoryCluster(pulse::now);
    pulse.whilePassing(this::pass);
  }

  MemoryCluster objects() {
    return objects;
  }

  /** The canary's weights that the router has got, each where it changed. */
  List<Integer> weights() {
    return List.copyOf(weights);
  }

  int weight() {
    return status.weight();
  }

  String stableImage() {
    return status.stable();
  }

  boolean isAborted() {
    return status.abort();
  }

  ObjectNode spec() {
    return (ObjectNode) objects.live("Rollout/shop").json().get("spec");
  }

  int pods(String image) {
    return broken.contains(image) ? 0 : pods.getOrDefault(image, 0);
  }

  /** Pods of this image never become ready. */
  void breakImage(String image) {
    broken.add(image);
  }

  /** The controller is not running. */
  void stopController() {
    absent = true;
  }

  /** A person with kubectl argo rollouts. */
  void abort() {
    status(status.index(), status.weight(), true, false);
  }

  /** A person with kubectl argo rollouts. */
  void promoteFully() {
    status(status.index(), status.weight(), status.abort(), true);
  }

  private void status(int index, int weight, boolean abort, boolean promoteFull) {
    if (weight != status.weight()) {
      weights.add(weight);
    }
    status =
        new Status(
            status.observed(),
            status.stable(),
            status.current(),
            status.steps(),
            index,
            weight,
            abort,
            promoteFull);
  }

  private void pass(Duration time) {
    if (objects.ids().contains("Rollout/shop") && !absent && !time.isZero()) {
      for (int look = 0; look < 4; look++) {
        reconcile(new ArgoRollout(objects.live("Rollout/shop")));
      }
    }
  }

  /** An image stands for the hash of a pod template. */
  private void reconcile(ArgoRollout rollout) {
    String image = rollout.object().json().at("/spec/template/spec/containers/0/image").asText();
    JsonNode steps = rollout.canary().path("steps");
    if (status.observed() != generation) {
      boolean anew = !image.equals(status.current()) || !steps.toString().equals(status.steps());
      boolean back = image.equals(status.stable());
      status =
          new Status(
              generation,
              status.stable(),
              image,
              steps.toString(),
              anew ? (back ? steps.size() : 0) : status.index(),
              status.weight(),
              !anew && status.abort(),
              !anew && status.promoteFull());
      return;
    }
    int replicas = rollout.replicas();
    if (status.stable().isEmpty() || status.promoteFull()) {
      pods.put(image, replicas);
      if (!broken.contains(image)) {
        status =
            new Status(
                generation,
                image,
                image,
                steps.toString(),
                steps.size(),
                status.weight(),
                false,
                false);
      }
      return;
    }
    if (image.equals(status.stable())) {
      status(steps.size(), 0, false, false);
      pods.keySet().removeIf(other -> !other.equals(image));
      return;
    }
    if (status.abort()) {
      status(0, 0, true, false);
      return;
    }
    carryOut(image, steps, replicas);
  }

  private void carryOut(String image, JsonNode steps, int replicas) {
    if (status.index() >= steps.size()) {
      promoteFully();
      return;
    }
    JsonNode step = steps.get(status.index());
    if (step.has("pause")) {
      return;
    }
    JsonNode scale = step.path("setCanaryScale");
    int weight = step.path("setWeight").asInt(status.index() == 0 ? 0 : status.weight());
    int wanted =
        scale.has("replicas")
            ? scale.get("replicas").asInt()
            : (int) Math.ceil(scale.path("weight").asInt(weight) * replicas / 100.0);
    if (pods.getOrDefault(image, 0) < wanted) {
      // Pods first: until they are there, the weight is that of the step before in the list.
      pods.put(image, wanted);
      status(status.index(), before(steps, status.index()), false, false);
      return;
    }
    pods.put(image, wanted);
    boolean carried = broken.contains(image) ? wanted == 0 : true;
    status(
        carried ? status.index() + 1 : status.index(),
        carried ? weight : status.weight(),
        false,
        false);
  }

  private static int before(JsonNode steps, int index) {
    int weight = 0;
    for (int i = 0; i < index; i++) {
      weight = steps.get(i).path("setWeight").asInt(weight);
    }
    return weight;
  }

  @Override
  public AllowedKinds kinds() {
    Set<String> kinds = new HashSet<>(objects.kinds().namespaced());
    kinds.add(ArgoRollout.KIND);
    return new AllowedKinds(kinds, Set.of());
  }

  /** As a watch tells it: what the controller writes is a change, too. */
  @Override
  public ObjectChanges changes(String namespace, String kind, String name) {
    return new ObjectChanges() {
      private String seen = "";

      @Override
      public boolean happened() {
        String now = read(kind, name).map(live -> live.json().toString()).orElse("");
        boolean changed = !now.equals(seen);
        seen = now;
        return changed;
      }

      @Override
      public void close() {}
    };
  }

  /** How often somebody has read an object. */
  int asked() {
    return asked;
  }

  @Override
  public Optional<Manifest> get(String namespace, String kind, String name) {
    asked++;
    return read(kind, name);
  }

  private Optional<Manifest> read(String kind, String name) {
    Optional<Manifest> found = objects.get("", kind, name);
    return kind.equals(ArgoRollout.KIND) ? found.map(this::withStatus) : found;
  }

  private Manifest withStatus(Manifest rollout) {
    ObjectNode json = rollout.json().deepCopy();
    json.withObjectProperty("metadata").put("generation", generation);
    ObjectNode of = json.withObjectProperty("status");
    of.put("observedGeneration", String.valueOf(status.observed()));
    of.put("stableRS", status.stable()).put("currentPodHash", status.current());
    of.put("currentStepIndex", status.index());
    of.put("abort", status.abort()).put("promoteFull", status.promoteFull());
    of.put("readyReplicas", pods.keySet().stream().mapToInt(this::pods).sum());
    boolean rests = status.current().equals(status.stable());
    of.put("phase", rests ? "Healthy" : status.abort() ? "Degraded" : "Paused");
    of.withObjectProperty("canary")
        .withObjectProperty("weights")
        .withObjectProperty("canary")
        .put("weight", status.weight());
    return new Manifest(json);
  }

  @Override
  public List<Manifest> list(String namespace, Map<String, String> labels) {
    return objects.list(namespace, labels);
  }

  @Override
  public Manifest apply(String namespace, Manifest desired, Effect effect) {
    try {
      return objects.apply(namespace, desired, effect);
    } finally {
      take();
    }
  }

  /** A change of the spec is a new generation; a worker that is killed then has made it. */
  private void take() {
    if (objects.ids().contains("Rollout/shop")) {
      String now = spec().toString();
      if (!now.equals(observedSpec)) {
        observedSpec = now;
        generation++;
      }
    }
  }

  @Override
  public void changeStatus(String namespace, String kind, String name, ObjectNode fields) {
    JsonNode wanted = fields.path("status");
    status(
        status.index(),
        status.weight(),
        wanted.path("abort").asBoolean(status.abort()),
        wanted.path("promoteFull").asBoolean(status.promoteFull()));
    objects.noteEffect("order " + wanted);
  }

  @Override
  public boolean delete(String namespace, String kind, String name) {
    return objects.delete(namespace, kind, name);
  }

  @Override
  public Optional<WorkloadCondition> condition(String namespace, String deployment) {
    return Optional.empty();
  }

  @Override
  public WorkloadCondition pods(String namespace, Map<String, String> labels, int wanted) {
    String image = String.valueOf(labels.get(ArgoRollout.HASH));
    int ready = pods(image);
    boolean bad = broken.contains(image);
    return new WorkloadCondition(
        wanted, ready, ready == wanted, bad, bad ? "pod shop-1 crashes: no database" : "");
  }
}
