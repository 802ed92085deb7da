package dev.slipway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.manifest.Manifest;
import dev.slipway.traffic.TesterRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What a sync has to do. Pure.
 *
 * @param changes objects to apply, in order, each with the resource version that it was decided on
 * @param created those of them that were not there
 * @param changed fields that differ because another revision has written the object
 * @param drift fields that differ although the revision that wrote the object is the desired one
 * @param drifted the same one by one, and whether its object is among the changes
 * @param leftovers objects of ours that left Git
 * @param derived objects of a rollout that is over
 * @param there how many objects of ours there are, those of a rollout left out
 */
record SyncPlan(
    List<Manifest> changes,
    List<String> created,
    List<String> changed,
    List<String> drift,
    List<DriftedField> drifted,
    List<Manifest> leftovers,
    List<Manifest> derived,
    int there) {

  /**
   * What a plan is made for.
   *
   * @param lent while a rollout runs: weights, derived objects, and what the rollout has brought to
   *     another revision already are left alone, and nothing is pruned
   * @param healDrift whether what differs is to be mended
   * @param left names of fields whose drift alone is no reason to write an object, and ids of
   *     objects that are not made anew
   * @param comparing whether to tell what another revision changes, which a sync need not ask
   */
  record Purpose(boolean lent, boolean healDrift, List<String> left, boolean comparing) {

    /** Whether all that differs is somebody else's for now. */
    boolean leaves(List<String> differences) {
      return differences.stream()
          .allMatch(one -> left.contains(DriftSentence.read(one, false).name()));
    }
  }

  /** Ids of desired objects that are not there and are not made anew now. */
  List<String> absent() {
    return drifted.stream()
        .filter(field -> field.path().isEmpty())
        .map(DriftedField::object)
        .toList();
  }

  /**
   * @param live ours by their labels, by id
   * @param comparison the fields of a live object, the second, that an apply of the first would
   *     change
   */
  static SyncPlan of(
      DesiredState desired,
      Map<String, Manifest> live,
      BiFunction<Manifest, Manifest, List<String>> comparison,
      Purpose purpose) {
    List<Manifest> changes = new ArrayList<>();
    List<String> created = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    List<String> drift = new ArrayList<>();
    List<DriftedField> drifted = new ArrayList<>();
    boolean lent = purpose.lent();
    for (Manifest object : desired.objects()) {
      Manifest found = live.get(object.id());
      if (found == null && purpose.left().contains(object.id())) {
        drift.add(object.id() + " is not there");
        drifted.add(new DriftedField(object.id(), "", Optional.empty(), false));
        continue;
      }
      if (found == null) {
        changes.add(object);
        created.add(object.id());
        continue;
      }
      boolean sameRevision =
          Ownership.revisionOf(found).equals(desired.state().revision())
              && !Ownership.isDerived(found);
      if (lent && !sameRevision) {
        continue;
      }
      Manifest wanted = lent ? withWeightsOf(found, object) : object;
      if (!sameRevision) {
        changes.add(atVersionOf(found, wanted));
        if (purpose.comparing()) {
          Manifest asked = withRevisionOf(found, wanted);
          changed.addAll(
              comparison.apply(labelOf(found).isEmpty() ? withoutLabel(asked) : asked, found));
        }
        continue;
      }
      boolean unlabelled = labelOf(found).isEmpty() && !labelOf(object).isEmpty();
      List<String> differences =
          comparison.apply(unlabelled ? withoutLabel(wanted) : wanted, found);
      if (differences.isEmpty() && unlabelled) {
        changes.add(atVersionOf(found, wanted));
      }
      if (!differences.isEmpty()) {
        boolean leaves = purpose.leaves(differences);
        boolean heals = purpose.healDrift() && !leaves;
        drift.addAll(differences);
        differences.forEach(one -> drifted.add(DriftSentence.read(one, heals)));
        if (heals) {
          changes.add(atVersionOf(found, wanted));
        } else if (object.kind().equals("HTTPRoute") && !lent && !leaves) {
          changes.add(withWeightsOf(object, found));
        }
      }
    }
    return new SyncPlan(
        changes,
        created,
        changed,
        drift,
        drifted,
        lent ? List.of() : leftovers(desired, live),
        lent ? List.of() : derived(desired, live),
        Math.toIntExact(
            live.values().stream().filter(object -> !Ownership.isDerived(object)).count()));
  }

  private static List<Manifest> leftovers(DesiredState desired, Map<String, Manifest> live) {
    return live.values().stream()
        .filter(object -> !Ownership.isDerived(object) && desired.find(object.id()).isEmpty())
        .toList();
  }

  private static List<Manifest> derived(DesiredState desired, Map<String, Manifest> live) {
    return live.values().stream()
        .filter(object -> Ownership.isDerived(object) && desired.find(object.id()).isEmpty())
        .toList();
  }

  private static String labelOf(Manifest object) {
    return object.json().path("metadata").path("labels").path(ApplySet.PART_OF).asText("");
  }

  /** What an older Slipway has applied lacks the label of its set, which is no drift. */
  private static Manifest withoutLabel(Manifest wanted) {
    ObjectNode json = wanted.json().deepCopy();
    json.withObjectProperty("metadata").withObjectProperty("labels").remove(ApplySet.PART_OF);
    return new Manifest(json);
  }

  /** Which revision wrote it last is no difference that a person asks for. */
  private static Manifest withRevisionOf(Manifest live, Manifest wanted) {
    ObjectNode json = wanted.json().deepCopy();
    ObjectNode annotations = json.withObjectProperty("metadata").withObjectProperty("annotations");
    String revision = Ownership.revisionOf(live);
    if (revision.isEmpty()) {
      annotations.remove(Ownership.REVISION);
    } else {
      annotations.put(Ownership.REVISION, revision);
    }
    return new Manifest(json);
  }

  /** The object, but with the backends, weights and testers' rules that the other of it has. */
  private static Manifest withWeightsOf(Manifest other, Manifest object) {
    if (!object.kind().equals("HTTPRoute")) {
      return object;
    }
    ObjectNode json = object.json().deepCopy();
    JsonNode rules = json.path("spec").path("rules");
    JsonNode others = other.json().path("spec").path("rules");
    for (int i = 0; i < rules.size() && i < others.size(); i++) {
      if (rules.get(i) instanceof ObjectNode rule && others.get(i).has("backendRefs")) {
        rule.set("backendRefs", others.get(i).get("backendRefs").deepCopy());
      }
    }
    for (JsonNode extra : others) {
      if (rules instanceof ArrayNode all && TesterRules.isOne(extra)) {
        all.add(extra.deepCopy());
      }
    }
    return new Manifest(json);
  }

  private static Manifest atVersionOf(Manifest live, Manifest wanted) {
    ObjectNode json = wanted.json().deepCopy();
    JsonNode version = live.json().path("metadata").path("resourceVersion");
    if (!version.isMissingNode()) {
      ((ObjectNode) json.get("metadata")).set("resourceVersion", version);
    }
    return new Manifest(json);
  }
}
