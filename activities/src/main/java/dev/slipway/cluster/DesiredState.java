package dev.slipway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.gitops.RenderedState;
import dev.slipway.gitops.render.Rendered;
import dev.slipway.hook.HookAnnotation;
import dev.slipway.hook.HookCheck;
import dev.slipway.manifest.CanonicalJson;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.ManifestText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The objects of a path as they are to stand in the cluster: rendered, put into the target's
 * namespace, labelled as ours, in the order in which they are applied.
 *
 * <p>A pure function of what was rendered: sync and rollout write the very same objects.
 */
public final class DesiredState {

  /** Pod annotation: digest of the configuration that the pods have read when they started. */
  static final String CONFIGURATION = "slipway.dev/configuration";

  private final Rendered rendered;
  private final Target target;
  private final AllowedKinds kinds;
  private final List<Manifest> objects;

  private DesiredState(Rendered rendered, Target target, AllowedKinds kinds) {
    this.rendered = rendered;
    this.target = target;
    this.kinds = kinds;
    List<Manifest> plain = rendered.objects();
    this.objects =
        plain.stream()
            .filter(object -> !HookAnnotation.isHook(object))
            .map(this::decorated)
            .sorted(Comparator.<Manifest>comparingInt(Waves::of).thenComparingInt(ApplyOrder::rank))
            .toList();
  }

  /**
   * @param kinds what there may be
   * @throws RefusedObjectException when an object may not be written there: another namespace, a
   *     kind that is not allowed, the same object twice
   */
  public static DesiredState of(Rendered rendered, Target target, AllowedKinds kinds) {
    Set<String> seen = new HashSet<>();
    HookCheck.requireFew(rendered);
    for (Manifest object : rendered.objects()) {
      if (HookAnnotation.isHook(object)) {
        kinds.requireNamespace(object, target.namespace());
        HookCheck.of(rendered, kinds.namespaced()).check(object);
      } else {
        kinds.confine(object, target.namespace());
      }
      if (!seen.add(object.id())) {
        throw new RefusedObjectException(object.id() + " stands twice in the path");
      }
    }
    try {
      return new DesiredState(rendered, target, kinds);
    } catch (UnsupportedOperationException e) {
      throw new RefusedObjectException(
          "labels, annotations and data are maps of strings: " + e.getMessage());
    }
  }

  public RenderedState state() {
    return rendered.state();
  }

  /** In the order in which they are applied; Jobs that are run once are not among them. */
  public List<Manifest> objects() {
    return objects;
  }

  public Optional<Manifest> find(String id) {
    return objects.stream().filter(object -> object.id().equals(id)).findFirst();
  }

  /**
   * The Deployment or Rollout that a rollout brings in.
   *
   * @throws RefusedObjectException when the path has none of that name
   */
  public Manifest workload() {
    return find("Deployment/" + target.workload())
        .or(() -> find("Rollout/" + target.workload()))
        .orElseThrow(
            () ->
                new RefusedObjectException(
                    "the path has no Deployment/"
                        + target.workload()
                        + " or Rollout/"
                        + target.workload()
                        + ", which the delivery file names as its workload"));
  }

  /**
   * Whether an object is of a later wave than the workload: it is the sync's after the rollout,
   * when the workload is healthy.
   */
  public boolean isAfterWorkload(Manifest object) {
    return Waves.of(object) > Waves.of(workload());
  }

  /** The object as it stands in Git: what two revisions are compared by. */
  public Optional<Manifest> plain(String id) {
    return rendered.objects().stream().filter(object -> object.id().equals(id)).findFirst();
  }

  private Manifest decorated(Manifest plain) {
    ObjectNode json = plain.json().deepCopy();
    json.remove("status");
    ObjectNode metadata = (ObjectNode) json.get("metadata");
    if (kinds.isClusterWide(plain)) {
      metadata.remove("namespace");
    } else {
      metadata.put("namespace", target.namespace());
    }
    ObjectNode labels = metadata.withObjectProperty("labels");
    new Ownership(target.key())
        .labels().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .forEach(label -> labels.put(label.getKey(), label.getValue()));
    labels.put(ApplySet.PART_OF, ApplySet.of(target).id());
    ObjectNode annotations = metadata.withObjectProperty("annotations");
    annotations.remove(ManifestText.LAST_APPLIED);
    annotations.put(Ownership.REVISION, rendered.state().revision());
    switch (plain.kind()) {
      case "Deployment", "StatefulSet", "DaemonSet" -> {
        stampConfiguration(json);
        IgnoredFields.annotate(json, target, isScaled(plain));
      }
      // Whose pods a change of configuration restarts: that is then a rollout of the controller's.
      case "Rollout" -> IgnoredFields.annotate(json, target, isScaled(plain));
      case "Secret" -> {
        encodeStrings(json);
        IgnoredFields.annotate(json, target, false);
      }
      default -> {
        if (rendered.objects().stream().anyMatch(object -> object.kind().equals("Rollout"))) {
          IgnoredFields.leaveToController(json);
        }
        IgnoredFields.annotate(json, target, false);
      }
    }
    return new Manifest(json);
  }

  /** A change of configuration alone must restart the pods that have read it. */
  private void stampConfiguration(ObjectNode workload) {
    if (!(workload.at("/spec/template") instanceof ObjectNode template)) {
      return;
    }
    List<JsonNode> contents =
        ConfigurationReference.in(template).stream()
            .map(ConfigurationReference::id)
            .distinct()
            .flatMap(id -> plain(id).stream())
            .flatMap(DesiredState::contents)
            .toList();
    if (!contents.isEmpty()) {
      template
          .withObjectProperty("metadata")
          .withObjectProperty("annotations")
          .put(CONFIGURATION, abbreviatedDigest(contents));
    }
  }

  /** The first 16 hexadecimal digits of SHA-256: told apart, not proven. */
  private static String abbreviatedDigest(List<JsonNode> contents) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode().addAll(contents);
    String prefix = "sha256:";
    return CanonicalJson.digest(all).substring(prefix.length(), prefix.length() + 16);
  }

  /** How many pods there are is then the autoscaler's to say, and no drift. */
  private boolean isScaled(Manifest workload) {
    return rendered.objects().stream()
        .filter(object -> object.kind().equals("HorizontalPodAutoscaler"))
        .map(object -> object.json().at("/spec/scaleTargetRef"))
        .anyMatch(
            scaled ->
                scaled.path("kind").asText().equals(workload.kind())
                    && scaled.path("name").asText().equals(workload.name()));
  }

  private static Stream<JsonNode> contents(Manifest configuration) {
    return Stream.of("data", "binaryData", "stringData")
        .map(field -> Optional.ofNullable(configuration.json().get(field)))
        .map(content -> content.orElse(NullNode.getInstance()));
  }

  /** What Kubernetes does by itself: written down in one form, compared in one form. */
  private static void encodeStrings(ObjectNode secret) {
    JsonNode strings = secret.remove("stringData");
    if (strings == null) {
      return;
    }
    ObjectNode data = secret.withObjectProperty("data");
    strings
        .properties()
        .forEach(
            entry ->
                data.put(
                    entry.getKey(),
                    Base64.getEncoder()
                        .encodeToString(
                            entry.getValue().asText().getBytes(StandardCharsets.UTF_8))));
  }
}
