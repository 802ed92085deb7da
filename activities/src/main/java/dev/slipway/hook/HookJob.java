package dev.slipway.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.ConfigurationReference;
import dev.slipway.cluster.DesiredState;
import dev.slipway.cluster.Ownership;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.cluster.Target;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.ManifestText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The Job that is made of one in Git for a revision, with copies of the configuration that it
 * reads: it runs with the revision's own, which may not be live yet. Pure.
 *
 * <p>Its labels are not those of the service's objects: no sync takes it for one of them, for drift
 * or for something that left Git.
 *
 * @param job as it is made: it waits, suspended, for its configuration
 * @param configuration copies under names of its own; they are to belong to the Job and go with it
 */
record HookJob(Manifest job, List<Manifest> configuration) {

  /** Label: the occasion of a Job, of which nothing but these has it. */
  static final String OCCASION = "slipway.dev/hook";

  /** Label: the name in Git. */
  static final String NAME = "slipway.dev/hook-name";

  /** Annotation: the commit at which it was run. */
  static final String COMMIT = "slipway.dev/commit";

  /** How much later the cluster itself stops it: for a time without workers. */
  static final Duration BACKSTOP = Duration.ofSeconds(30);

  /** How long an ended Job is kept where it does not say itself. */
  static final Duration KEPT = Duration.ofDays(7);

  /** A shorter time might forget that it has run. */
  private static final Duration LEAST_KEPT = Duration.ofDays(1);

  private static final int LONGEST_LABEL = 50;

  /**
   * @throws RefusedObjectException when the path has no such Job
   */
  static HookJob of(DesiredState desired, HookOrder order) {
    Manifest plain =
        desired
            .plain("Job/" + order.hook().name())
            .orElseThrow(
                () ->
                    new RefusedObjectException(
                        "the path has no Job/" + order.hook().name() + " any more"));
    ObjectNode json = plain.json().deepCopy();
    name(json, order, order.hook().jobName(order.revision()));
    ObjectNode metadata = (ObjectNode) json.get("metadata");
    metadata
        .withObjectProperty("annotations")
        .put(Ownership.REVISION, order.revision())
        .put(COMMIT, order.commit());
    ObjectNode spec = json.withObjectProperty("spec");
    spec.put("suspend", true);
    spec.put("activeDeadlineSeconds", order.hook().deadline().plus(BACKSTOP).toSeconds());
    spec.put("ttlSecondsAfterFinished", kept(spec));
    return new HookJob(new Manifest(json), copies(desired, order, spec.path("template")));
  }

  /** The labels of all Jobs, and their configuration, that are made of this one in Git. */
  static Map<String, String> labels(Target target, Hook hook) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(Ownership.SERVICE, target.key().service());
    labels.put(Ownership.ENVIRONMENT, target.key().environment());
    labels.put(OCCASION, hook.occasion().word());
    labels.put(NAME, label(hook.name()));
    return labels;
  }

  /** Whether a live object is one of them. */
  static boolean isOf(Target target, Hook hook, Manifest live) {
    JsonNode found = live.json().path("metadata").path("labels");
    return labels(target, hook).entrySet().stream()
        .allMatch(label -> label.getValue().equals(found.path(label.getKey()).asText()));
  }

  /** The copies as parts of the live Job: the cluster deletes them with it. */
  List<Manifest> configurationOf(Manifest live) {
    List<Manifest> owned = new ArrayList<>();
    for (Manifest copy : configuration) {
      ObjectNode json = copy.json().deepCopy();
      json.withObjectProperty("metadata")
          .putArray("ownerReferences")
          .addObject()
          .put("apiVersion", "batch/v1")
          .put("kind", "Job")
          .put("name", live.name())
          .put("uid", live.json().at("/metadata/uid").asText());
      owned.add(new Manifest(json));
    }
    return owned;
  }

  /** What a label can hold; a value longer than that only selects more coarsely. */
  private static String label(String name) {
    String start = name.length() > LONGEST_LABEL ? name.substring(0, LONGEST_LABEL) : name;
    return start.replaceAll("[-._]+$", "");
  }

  private static long kept(ObjectNode spec) {
    long own = spec.path("ttlSecondsAfterFinished").asLong(KEPT.toSeconds());
    return Math.max(LEAST_KEPT.toSeconds(), own);
  }

  private static void name(ObjectNode json, HookOrder order, String name) {
    json.remove("status");
    ObjectNode metadata = (ObjectNode) json.get("metadata");
    metadata.put("name", name).put("namespace", order.target().namespace());
    ObjectNode labels = metadata.withObjectProperty("labels");
    labels.remove(Ownership.MANAGED_BY);
    labels(order.target(), order.hook()).forEach(labels::put);
    metadata.withObjectProperty("annotations").remove(ManifestText.LAST_APPLIED);
  }

  /** Of all that it reads and the path holds. */
  private static List<Manifest> copies(DesiredState desired, HookOrder order, JsonNode template) {
    List<Manifest> copies = new ArrayList<>();
    Set<String> done = new TreeSet<>();
    for (ConfigurationReference reference : ConfigurationReference.in(template)) {
      if (desired.plain(reference.id()).isEmpty()) {
        continue;
      }
      String name = order.hook().copyName(reference.name(), order.revision());
      if (done.add(reference.id())) {
        ObjectNode copy = desired.plain(reference.id()).orElseThrow().json().deepCopy();
        name(copy, order, name);
        copies.add(new Manifest(copy));
      }
      reference.rename(name);
    }
    return copies;
  }
}
