package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.FieldPath;
import dev.slipway.cluster.IgnoredFields;
import dev.slipway.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who has set which field of a live object, as the API server keeps it in {@code
 * metadata.managedFields}.
 *
 * <p>Whoever updates the whole object and is not us (a person's edit, another tool) is a stranger.
 * Strangers' labels and annotations are theirs, and so is what is written through a subresource
 * (status, the scale of an autoscaler): only what they set in the rest of the object is drift.
 */
final class ManagedFields {

  /** The mark of {@code kubectl rollout restart}, which is an order and no drift. */
  private static final List<String> RESTART =
      List.of(
          "f:spec",
          "f:template",
          "f:metadata",
          "f:annotations",
          "f:kubectl.kubernetes.io/restartedAt");

  private final Manifest live;
  private final JsonNode entries;

  ManagedFields(Manifest live) {
    this.live = live;
    entries = live.json().path("metadata").path("managedFields");
  }

  /** What of the live object we have set: an apply of exactly this changes nothing. */
  ObjectNode own() {
    ObjectNode own = new FieldTree(fieldsOf(ownEntry())).extract(live.json());
    own.set("apiVersion", live.json().path("apiVersion"));
    own.set("kind", live.json().path("kind"));
    ObjectNode metadata = own.withObjectProperty("metadata");
    metadata.put("name", live.name());
    return own;
  }

  /** Fields that strangers have added to what is desired, with the stranger's name. */
  List<Stranger> additions(Manifest desired) {
    IgnoredFields ignored = IgnoredFields.of(desired);
    List<Stranger> additions = new ArrayList<>();
    for (JsonNode entry : entries) {
      if (isStranger(entry, ignored)) {
        new FieldTree(withoutMetadata(fieldsOf(Optional.of(entry))))
            .additions(live.json(), desired.json()).stream()
                .filter(field -> !ignored.holds(field))
                .forEach(field -> additions.add(new Stranger(field.text(), managerOf(entry))));
      }
    }
    return additions;
  }

  /** The stranger that set a field, or one in it, last. */
  Optional<String> stranger(String path) {
    for (JsonNode entry : entries) {
      if (isOther(entry)
          && leaves(entry).stream()
              .map(FieldPath::text)
              .anyMatch(set -> set.startsWith(path) || path.startsWith(set))) {
        return Optional.of(managerOf(entry));
      }
    }
    return Optional.empty();
  }

  /**
   * The desired object without what is to be ignored of the live one: see {@link
   * IgnoredFields#settled}.
   */
  Manifest settled(Manifest desired) {
    IgnoredFields ignored = IgnoredFields.of(desired);
    List<FieldPath> fields = new ArrayList<>(ignored.fields());
    for (JsonNode entry : entries) {
      if (isOther(entry) && ignored.managers().contains(managerOf(entry))) {
        fields.addAll(leaves(entry));
      }
    }
    return new IgnoredFields(fields, ignored.managers()).settled(desired, live, new KnownOwners());
  }

  /**
   * The records as they have to be for our next apply to remove what strangers have added: theirs
   * are ours now. Empty when there is nothing to take over.
   *
   * @param ignored what stays theirs
   */
  Optional<ArrayNode> takenOver(IgnoredFields ignored) {
    ObjectNode ours = fieldsOf(ownEntry()).deepCopy();
    ArrayNode result = JsonNodeFactory.instance.arrayNode();
    boolean taken = false;
    for (JsonNode entry : entries) {
      if (isOwn(entry)) {
        continue;
      }
      ObjectNode copy = entry.deepCopy();
      if (isStranger(entry, ignored)) {
        ObjectNode theirs = fieldsOf(Optional.of(copy));
        ObjectNode rest =
            new FieldTree(withoutMetadata(theirs))
                .part(live.json(), field -> !ignored.holds(field));
        taken |= !rest.isEmpty();
        unite(ours, rest);
        ObjectNode left = new FieldTree(theirs).part(live.json(), ignored::holds);
        left.remove("f:metadata");
        if (theirs.has("f:metadata")) {
          left.set("f:metadata", theirs.get("f:metadata"));
        }
        if (left.isEmpty()) {
          continue;
        }
        copy.set("fieldsV1", left);
      }
      result.add(copy);
    }
    if (!taken) {
      return Optional.empty();
    }
    ObjectNode own = result.addObject();
    own.put("manager", KubernetesCluster.FIELD_MANAGER);
    own.put("operation", "Apply");
    own.set("apiVersion", live.json().path("apiVersion"));
    own.put("fieldsType", "FieldsV1");
    own.set("fieldsV1", ours);
    ownEntry()
        .map(entry -> entry.path("time"))
        .filter(JsonNode::isTextual)
        .ifPresent(time -> own.set("time", time));
    return Optional.of(result);
  }

  private static void unite(ObjectNode into, ObjectNode tree) {
    tree.properties()
        .forEach(
            entry -> {
              if (into.get(entry.getKey()) instanceof ObjectNode there
                  && entry.getValue() instanceof ObjectNode more) {
                unite(there, more);
              } else {
                into.set(entry.getKey(), entry.getValue().deepCopy());
              }
            });
  }

  private Optional<JsonNode> ownEntry() {
    for (JsonNode entry : entries) {
      if (isOwn(entry)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  private static boolean isOwn(JsonNode entry) {
    return entry.path("manager").asText().equals(KubernetesCluster.FIELD_MANAGER)
        && entry.path("operation").asText().equals("Apply")
        && entry.path("subresource").asText("").isEmpty();
  }

  private static String managerOf(JsonNode entry) {
    return entry.path("manager").asText();
  }

  private List<FieldPath> leaves(JsonNode entry) {
    return new FieldTree(fieldsOf(Optional.of(entry))).leaves(live.json());
  }

  private static boolean isStranger(JsonNode entry, IgnoredFields ignored) {
    return isOther(entry)
        && !ignored.managers().contains(managerOf(entry))
        && entry.path("operation").asText().equals("Update")
        && entry.path("subresource").asText("").isEmpty();
  }

  private static boolean isOther(JsonNode entry) {
    return !isOwn(entry) && !entry.path("subresource").asText("").equals("status");
  }

  private static ObjectNode fieldsOf(Optional<JsonNode> entry) {
    return entry.map(found -> found.path("fieldsV1")).orElse(JsonNodeFactory.instance.nullNode())
            instanceof ObjectNode fields
        ? fields
        : JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode withoutMetadata(ObjectNode fields) {
    ObjectNode rest = fields.deepCopy();
    rest.remove(List.of("f:metadata", "f:status"));
    remove(rest, RESTART);
    return rest;
  }

  /** Takes a field out, and what is empty without it. */
  private static void remove(ObjectNode tree, List<String> path) {
    String first = path.getFirst();
    if (!(tree.get(first) instanceof ObjectNode child)) {
      return;
    }
    if (path.size() > 1) {
      remove(child, path.subList(1, path.size()));
    }
    if (path.size() == 1 || child.isEmpty() || (child.size() == 1 && child.has("."))) {
      tree.remove(first);
    }
  }

  /**
   * A field that somebody else has set.
   *
   * @param path as {@code spec.template.spec.containers[0].image}
   * @param manager the field manager's name
   */
  record Stranger(String path, String manager) {}

  /** As the records say. */
  private final class KnownOwners implements IgnoredFields.Owners {

    @Override
    public boolean isOthers(String path) {
      for (JsonNode entry : entries) {
        if (isOther(entry) && isIn(path, entry)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean isOurs(String path) {
      return ownEntry().filter(entry -> isIn(path, entry)).isPresent();
    }

    private boolean isIn(String path, JsonNode entry) {
      return leaves(entry).stream()
          .map(FieldPath::text)
          .anyMatch(
              set -> set.equals(path) || set.startsWith(path + ".") || set.startsWith(path + "["));
    }
  }
}
