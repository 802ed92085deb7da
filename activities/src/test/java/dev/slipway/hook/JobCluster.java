package dev.slipway.hook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.AllowedKinds;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.JobWords;
import dev.slipway.cluster.MemoryCluster.KilledWorker;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.manifest.Manifest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A cluster in memory that has Jobs, which end when a test says so. */
final class JobCluster implements Cluster {

  private final Map<String, ObjectNode> objects = new TreeMap<>();
  private final List<String> effects = new ArrayList<>();
  private String refused = "";
  private JobWords words = JobWords.NONE;
  private int made;
  private int effectsLeft = Integer.MAX_VALUE;

  @Override
  public AllowedKinds kinds() {
    Set<String> kinds = new HashSet<>(Cluster.super.kinds().namespaced());
    kinds.addAll(Set.of("Job", "ServiceAccount"));
    return new AllowedKinds(kinds, Set.of());
  }

  /** The worker is killed right after so many further effects. */
  void cutAfter(int count) {
    effectsLeft = count;
  }

  /** What the pods of every Job tell from now on. */
  void say(JobWords told) {
    words = told;
  }

  @Override
  public JobWords jobWords(String namespace, String job) {
    return words;
  }

  /** Every object of this kind is refused. */
  void refuse(String kind) {
    refused = kind;
  }

  /** Everything that changed something. */
  List<String> effects() {
    return List.copyOf(effects);
  }

  Manifest live(String id) {
    return get("", id.substring(0, id.indexOf('/')), id.substring(id.indexOf('/') + 1))
        .orElseThrow(() -> new AssertionError("no " + id + " among " + objects.keySet()));
  }

  Set<String> ids() {
    return Set.copyOf(objects.keySet());
  }

  void edit(String id, Consumer<ObjectNode> change) {
    ObjectNode json = live(id).json();
    change.accept(json);
    objects.put(id, json);
  }

  @Override
  public Optional<Manifest> get(String namespace, String kind, String name) {
    return Optional.ofNullable(objects.get(kind + "/" + name))
        .map(json -> new Manifest(json.deepCopy()));
  }

  @Override
  public List<Manifest> list(String namespace, Map<String, String> labels) {
    return objects.values().stream()
        .map(json -> new Manifest(json.deepCopy()))
        .filter(
            object ->
                labels.entrySet().stream()
                    .allMatch(
                        label ->
                            object
                                .json()
                                .at("/metadata/labels")
                                .path(label.getKey())
                                .asText()
                                .equals(label.getValue())))
        .toList();
  }

  @Override
  public Manifest apply(String namespace, Manifest desired, Effect effect) {
    if (desired.kind().equals(refused)) {
      throw new RefusedObjectException(desired.id() + ": the quota is used up");
    }
    ObjectNode json = desired.json().deepCopy();
    if (effect == Effect.LASTING) {
      ObjectNode before = objects.get(desired.id());
      ObjectNode metadata = (ObjectNode) json.get("metadata");
      if (before == null) {
        made++;
        metadata.put("uid", "uid-" + made);
        metadata.put("creationTimestamp", "2026-11-24T12:00:" + String.format("%02dZ", made));
      } else {
        metadata.set("uid", before.at("/metadata/uid"));
        metadata.set("creationTimestamp", before.at("/metadata/creationTimestamp"));
        if (before.has("status")) {
          json.set("status", before.get("status"));
        }
      }
      objects.put(desired.id(), json);
      happened((before == null ? "make " : "change ") + desired.id());
    }
    return new Manifest(json.deepCopy());
  }

  @Override
  public boolean delete(String namespace, String kind, String name) {
    boolean found = objects.remove(kind + "/" + name) != null;
    if (found) {
      happened("delete " + kind + "/" + name);
    }
    return found;
  }

  private void happened(String effect) {
    effects.add(effect);
    if (--effectsLeft == 0) {
      throw new KilledWorker();
    }
  }

  @Override
  public Optional<WorkloadCondition> condition(String namespace, String deployment) {
    return Optional.empty();
  }
}
