package dev.slipway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.argo.ArgoRollout;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Workload;
import dev.slipway.platform.IgnoreRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What of an object is somebody else's to say: the fields that an autoscaler, a mesh or another
 * controller sets. They stand as annotations on the object, so that whoever writes it leaves them
 * alone, and whoever looks at it sees why. A new object is made with what Git says; from then on
 * these fields are as they are.
 *
 * @param fields which ones
 * @param managers field managers whose fields these are, whatever they set
 */
public record IgnoredFields(List<FieldPath> fields, Set<String> managers) {

  /** Annotation: fields, divided by commas. */
  public static final String FIELDS = "slipway.dev/ignore";

  /** Annotation: field managers, divided by commas. */
  public static final String MANAGERS = "slipway.dev/ignore-managers";

  private static final FieldPath IMAGE =
      FieldPath.parse("spec.template.spec.containers[0].image").orElseThrow();
  private static final FieldPath RULES = FieldPath.parse("spec.rules").orElseThrow();
  private static final FieldPath OWN_LABELS = FieldPath.parse("metadata.labels").orElseThrow();

  public IgnoredFields {
    fields = List.copyOf(fields);
    managers = Set.copyOf(managers);
  }

  /** As the object's annotations say; derived objects are a rollout's alone. */
  public static IgnoredFields of(Manifest object) {
    if (Ownership.isDerived(object)) {
      return new IgnoredFields(List.of(), Set.of());
    }
    return new IgnoredFields(
        words(object, FIELDS).stream()
            .map(
                word ->
                    FieldPath.parse(word)
                        .orElseThrow(
                            () ->
                                new RefusedObjectException(
                                    object.id()
                                        + ": '"
                                        + word
                                        + "' in "
                                        + FIELDS
                                        + " is no field: write it like spec.replicas")))
            .toList(),
        new TreeSet<>(words(object, MANAGERS)));
  }

  private static List<String> words(Manifest object, String annotation) {
    String text = object.json().path("metadata").path("annotations").path(annotation).asText("");
    return Arrays.stream(text.split("[,\\s]+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  /**
   * Writes down on an object what the rules say of it, besides what stands there.
   *
   * @param target with the rules, and what a rollout needs: the image of the workload and the
   *     weights of the route are always Slipway's
   * @param scaled whether an autoscaler says how many pods there are
   * @throws RefusedObjectException when what a rollout needs is to be ignored
   */
  static void annotate(ObjectNode json, Target target, boolean scaled) {
    Manifest object = new Manifest(json);
    List<String> fields = new ArrayList<>(words(object, FIELDS));
    List<String> managers = new ArrayList<>(words(object, MANAGERS));
    for (IgnoreRule rule : target.ignore()) {
      if (rule.isFor(object.kind(), object.name())) {
        fields.addAll(rule.fields());
        managers.addAll(rule.managers());
      }
    }
    if (scaled) {
      fields.add("spec.replicas");
    }
    ObjectNode metadata = (ObjectNode) json.get("metadata");
    put(metadata, FIELDS, fields);
    put(metadata, MANAGERS, managers);
    of(object).check(object, target);
  }

  /**
   * Writes down on an object of a path with a Rollout that what the controller of Argo Rollouts
   * sets of it, such as a Service's selector or a route's weights, is the controller's to say.
   */
  static void leaveToController(ObjectNode json) {
    List<String> managers = new ArrayList<>(words(new Manifest(json), MANAGERS));
    managers.add(ArgoRollout.FIELD_MANAGER);
    put((ObjectNode) json.get("metadata"), MANAGERS, managers);
  }

  private static void put(ObjectNode metadata, String annotation, List<String> words) {
    if (!words.isEmpty()) {
      metadata
          .withObjectProperty("annotations")
          .put(annotation, String.join(",", words.stream().distinct().toList()));
    }
  }

  private void check(Manifest object, Target target) {
    boolean workload =
        Workload.KINDS.contains(object.kind()) && object.name().equals(target.workload());
    boolean route = object.id().equals("HTTPRoute/" + target.route());
    for (FieldPath field : fields) {
      if (field.covers(OWN_LABELS)
          || (workload && field.covers(IMAGE))
          || (route && field.touches(RULES))) {
        throw new RefusedObjectException(
            object.id()
                + ": what is ignored of it holds a field that a rollout sets: "
                + (route
                    ? "leave the rules of this route to Slipway"
                    : "name the field below it that is meant"));
      }
    }
  }

  /** Whether a field, or what it lies in, is to be ignored. */
  public boolean holds(FieldPath field) {
    return fields.stream().anyMatch(ignored -> ignored.covers(field));
  }

  /** Whose a field of a live object is, as far as a cluster knows. */
  public interface Owners {

    /** Whether somebody else has set exactly this field, or one in it. */
    boolean isOthers(String path);

    /** Whether we have set it. */
    boolean isOurs(String path);

    /** Of a cluster that does not know. */
    Owners UNKNOWN =
        new Owners() {
          @Override
          public boolean isOthers(String path) {
            return false;
          }

          @Override
          public boolean isOurs(String path) {
            return false;
          }
        };
  }

  /**
   * The object to be written over a live one: an ignored field that somebody else has set is left
   * out, so that it is theirs alone; one that nobody else has set keeps its live value, as leaving
   * it out would delete it.
   */
  public Manifest settled(Manifest desired, Manifest live, Owners owners) {
    if (fields.isEmpty()) {
      return desired;
    }
    ObjectNode json = desired.json().deepCopy();
    for (FieldPath field : fields) {
      settle(field.steps(), json, live.json(), "", owners);
    }
    return new Manifest(json);
  }

  private static void settle(
      List<FieldPath.Step> steps, JsonNode desired, JsonNode live, String path, Owners owners) {
    List<FieldPath.Step> rest = steps.subList(1, steps.size());
    switch (steps.getFirst()) {
      case FieldPath.Step.Name name -> {
        String below = path.isEmpty() ? name.name() : path + "." + name.name();
        if (!(desired instanceof ObjectNode object)) {
          return;
        }
        if (rest.isEmpty()) {
          keep(object, name.name(), live.path(name.name()), below, owners);
        } else if (object.has(name.name())) {
          settle(rest, object.get(name.name()), live.path(name.name()), below, owners);
        }
      }
      case FieldPath.Step.Item item ->
          items(desired, live, path, rest, owners, at -> at == item.index());
      case FieldPath.Step.Each each -> items(desired, live, path, rest, owners, at -> true);
    }
  }

  private static void keep(
      ObjectNode desired, String name, JsonNode live, String path, Owners owners) {
    if (live.isMissingNode() || owners.isOthers(path)) {
      desired.remove(name);
    } else if (desired.has(name) || owners.isOurs(path)) {
      desired.set(name, live.deepCopy());
    }
  }

  private static void items(
      JsonNode desired,
      JsonNode live,
      String path,
      List<FieldPath.Step> rest,
      Owners owners,
      Predicate<Integer> chosen) {
    if (!(desired instanceof ArrayNode list) || rest.isEmpty()) {
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      int at = counterpart(list.get(i), i, live);
      if (at >= 0 && chosen.test(at)) {
        settle(rest, list.get(i), live.path(at), path + "[" + at + "]", owners);
      }
    }
  }

  /** The live item with the same name; where items have none, the one at the same place. */
  private static int counterpart(JsonNode item, int index, JsonNode live) {
    JsonNode name = item.path("name");
    if (name.isTextual()) {
      for (int i = 0; i < live.size(); i++) {
        if (live.get(i).path("name").equals(name)) {
          return i;
        }
      }
      return -1;
    }
    return index < live.size() ? index : -1;
  }
}
