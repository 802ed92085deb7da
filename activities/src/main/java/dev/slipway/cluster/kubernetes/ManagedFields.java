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
import java.util.function.Predicate;

/**
 * Who has set which field of a live object, as the API server keeps it in {@code
 * metadata.managedFields}.
 *
 * <p>What a stranger ({@link FieldOwner#isStranger}) has set in the object beyond what is desired
 * is drift, but for labels and annotations. What another tool has applied beyond it is the tool's,
 * as long as it does not contradict: then it goes, too.
 */
final class ManagedFields {

  private final Manifest live;
  private final List<FieldOwner> owners;

  ManagedFields(Manifest live) {
    this.live = live;
    owners = FieldOwner.of(live);
  }

  /** What of the live object we have set: an apply of exactly this changes nothing. */
  ObjectNode own() {
    ObjectNode own = ours().extract(live.json());
    own.set("apiVersion", live.json().path("apiVersion"));
    own.set("kind", live.json().path("kind"));
    ObjectNode metadata = own.withObjectProperty("metadata");
    metadata.put("name", live.name());
    return own;
  }

  private FieldTree ours() {
    return us().map(FieldOwner::fields).orElse(FieldTree.NONE);
  }

  /** Fields that strangers have added to what is desired, with the stranger's name. */
  List<Stranger> additions(Manifest desired) {
    IgnoredFields ignored = IgnoredFields.of(desired);
    List<Stranger> additions = new ArrayList<>();
    for (FieldOwner owner : owners) {
      if (owner.isStranger(ignored)) {
        additions(owner, desired, ignored)
            .forEach(field -> additions.add(new Stranger(field.text(), owner.manager())));
      }
    }
    return additions;
  }

  private List<FieldPath> additions(FieldOwner owner, Manifest desired, IgnoredFields ignored) {
    return owner.contents().additions(live.json(), desired.json()).stream()
        .filter(field -> !ignored.holds(field))
        .toList();
  }

  /** The stranger that set a field, or one in it, last. */
  Optional<String> stranger(String path) {
    return owners.stream()
        .filter(
            owner ->
                owner.isOther()
                    && leaves(owner).stream()
                        .map(FieldPath::text)
                        .anyMatch(set -> set.startsWith(path) || path.startsWith(set)))
        .map(FieldOwner::manager)
        .findFirst();
  }

  /**
   * The desired object without what is to be ignored of the live one: see {@link
   * IgnoredFields#settled}.
   */
  Manifest settled(Manifest desired) {
    IgnoredFields ignored = IgnoredFields.of(desired);
    List<FieldPath> fields = new ArrayList<>(ignored.fields());
    fields.addAll(leaves(owner -> owner.isOther() && ignored.managers().contains(owner.manager())));
    return new IgnoredFields(fields, ignored.managers()).settled(desired, live, new KnownOwners());
  }

  /**
   * The live object as an apply leaves it, once what contradicts has been taken over: with it, what
   * is ours and not desired any more is gone. Empty when nothing of others contradicts.
   *
   * @param refusal what the API server said to an apply that took over nothing
   */
  Optional<ObjectNode> foreseen(Manifest desired, Refusal refusal) {
    IgnoredFields ignored = IgnoredFields.of(desired);
    List<FieldPath> gone = new ArrayList<>();
    for (FieldOwner owner : owners) {
      if (owner.isStranger(ignored)) {
        gone.addAll(additions(owner, desired, ignored));
      } else if (owner.isRival(ignored)) {
        gone.addAll(contradictions(owner, desired, ignored, refusal));
      }
    }
    gone.addAll(defaults(desired, ignored, refusal));
    if (gone.isEmpty()) {
      return Optional.empty();
    }
    // What we leave stays where it is also somebody else's whom we leave alone.
    List<FieldPath> shared = leaves(owner -> owner.isOther() && !owner.isStranger(ignored));
    ours().additions(live.json(), desired.json()).stream()
        .filter(field -> shared.stream().noneMatch(field::touches))
        .forEach(gone::add);
    FieldTree known =
        owners.stream().map(FieldOwner::fields).reduce(FieldTree.NONE, FieldTree::and);
    return Optional.of(
        new FieldMerge(known).merged(FieldMerge.without(live.json(), gone), desired.json()));
  }

  /**
   * Fields that nobody has set and the API server names: defaults of what was said before, such as
   * the pace of an update when the strategy is another one now.
   */
  private List<FieldPath> defaults(Manifest desired, IgnoredFields ignored, Refusal refusal) {
    if (refusal.isNone()) {
      return List.of();
    }
    List<FieldPath> set = leaves(owner -> true);
    return refusal.fields().stream()
        .flatMap(field -> FieldPath.parse(field).stream())
        .filter(
            field ->
                FieldTree.of(field).additions(live.json(), desired.json()).contains(field)
                    && !ignored.holds(field)
                    && set.stream().noneMatch(field::touches))
        .toList();
  }

  private List<FieldPath> contradictions(
      FieldOwner owner, Manifest desired, IgnoredFields ignored, Refusal refusal) {
    return additions(owner, desired, ignored).stream().filter(refusal::concerns).toList();
  }

  /**
   * The records as they have to be for our next apply to remove what strangers have added, and what
   * contradicts: it is ours now. Empty when there is nothing to take over.
   *
   * @param desired what it says is to be ignored stays theirs
   * @param refusal what the API server said to an apply without it
   */
  Optional<ArrayNode> takenOver(Manifest desired, Refusal refusal) {
    IgnoredFields ignored = IgnoredFields.of(desired);
    List<FieldPath> defaults = defaults(desired, ignored, refusal);
    FieldTree ours = defaults.stream().map(FieldTree::of).reduce(ours(), FieldTree::and);
    ArrayNode records = JsonNodeFactory.instance.arrayNode();
    boolean taken = !defaults.isEmpty();
    for (FieldOwner owner : owners) {
      if (owner.isUs()) {
        continue;
      }
      ObjectNode left = owner.fields().fields();
      if (owner.isStranger(ignored) || (owner.isRival(ignored) && !refusal.isNone())) {
        Predicate<FieldPath> goes = goes(owner, desired, ignored, refusal);
        ObjectNode rest = owner.contents().part(live.json(), goes);
        left = left(owner.fields(), goes);
        if (!rest.isEmpty()) {
          taken = true;
          ours = ours.and(new FieldTree(rest));
        }
      }
      if (!left.isEmpty() || !owner.isRival(ignored)) {
        ObjectNode entry = owner.json().deepCopy();
        entry.set("fieldsV1", left);
        records.add(entry);
      }
    }
    if (!taken) {
      return Optional.empty();
    }
    records.add(ourEntry(ours));
    return Optional.of(records);
  }

  private Predicate<FieldPath> goes(
      FieldOwner owner, Manifest desired, IgnoredFields ignored, Refusal refusal) {
    if (owner.isStranger(ignored)) {
      return field -> !ignored.holds(field);
    }
    List<FieldPath> contradictions = contradictions(owner, desired, ignored, refusal);
    return field -> contradictions.stream().anyMatch(one -> one.covers(field));
  }

  /** Labels and annotations are everybody's own. */
  private ObjectNode left(FieldTree theirs, Predicate<FieldPath> goes) {
    ObjectNode left = theirs.part(live.json(), goes.negate());
    left.remove("f:metadata");
    Optional.ofNullable(theirs.fields().get("f:metadata"))
        .ifPresent(metadata -> left.set("f:metadata", metadata));
    return left;
  }

  private ObjectNode ourEntry(FieldTree fields) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("manager", KubernetesCluster.FIELD_MANAGER);
    entry.put("operation", "Apply");
    entry.set("apiVersion", live.json().path("apiVersion"));
    entry.put("fieldsType", "FieldsV1");
    entry.set("fieldsV1", fields.fields());
    us().map(owner -> owner.json().path("time"))
        .filter(JsonNode::isTextual)
        .ifPresent(time -> entry.set("time", time));
    return entry;
  }

  private Optional<FieldOwner> us() {
    return owners.stream().filter(FieldOwner::isUs).findFirst();
  }

  private List<FieldPath> leaves(Predicate<FieldOwner> whose) {
    return owners.stream().filter(whose).flatMap(owner -> leaves(owner).stream()).toList();
  }

  private List<FieldPath> leaves(FieldOwner owner) {
    return owner.fields().leaves(live.json());
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
      return owners.stream().anyMatch(owner -> owner.isOther() && isIn(path, owner));
    }

    @Override
    public boolean isOurs(String path) {
      return us().filter(owner -> isIn(path, owner)).isPresent();
    }

    private boolean isIn(String path, FieldOwner owner) {
      return leaves(owner).stream().map(FieldPath::text).anyMatch(set -> FieldPath.lies(set, path));
    }
  }
}
