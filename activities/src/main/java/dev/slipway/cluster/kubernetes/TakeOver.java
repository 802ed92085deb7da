package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.manifest.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes what others have set in a live object, and Git does not want, a matter of ours, so that the
 * next apply removes it: an apply alone leaves it, and puts what is wanted beside it. A JSON Patch,
 * which is good for this version of the object only.
 *
 * @param live as it was read
 * @param desired as it will be applied
 * @param refusal what the API server said to an apply without it
 */
record TakeOver(Manifest live, Manifest desired, Refusal refusal) {

  private static final Set<String> OF_METADATA =
      Set.of("labels", "annotations", "finalizers", "ownerReferences");

  /** The patch that takes over, and changes nothing else; empty when there is nothing to take. */
  Optional<ArrayNode> patch() {
    return new ManagedFields(live)
        .takenOver(desired, refusal)
        .map(
            records -> {
              ArrayNode patch = atVersion();
              patch.add(operation("replace", "/metadata/managedFields", records));
              return patch;
            });
  }

  /**
   * The patch that makes of the object what the take-over and the apply make of it together, for a
   * dry run, as the two of them cannot be tried one after the other; empty when there is nothing to
   * take.
   */
  Optional<ArrayNode> rehearsal() {
    return new ManagedFields(live)
        .foreseen(desired, refusal)
        .map(
            foreseen -> {
              ArrayNode patch = atVersion();
              Set<String> names = names(live.json(), foreseen);
              names.removeAll(List.of("apiVersion", "kind", "metadata", "status"));
              change(patch, "/", names, live.json(), foreseen);
              change(
                  patch,
                  "/metadata/",
                  OF_METADATA,
                  live.json().path("metadata"),
                  foreseen.path("metadata"));
              return patch;
            });
  }

  private static Set<String> names(ObjectNode one, ObjectNode other) {
    Set<String> names = new TreeSet<>();
    one.fieldNames().forEachRemaining(names::add);
    other.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static void change(
      ArrayNode patch, String place, Set<String> names, JsonNode from, JsonNode to) {
    for (String name : names) {
      if (to.has(name) && !to.get(name).equals(from.path(name))) {
        patch.add(operation("add", place + name, to.get(name)));
      } else if (!to.has(name) && from.has(name)) {
        patch.addObject().put("op", "remove").put("path", place + name);
      }
    }
  }

  /** Refused, with status 409, when the object has changed since. */
  private ArrayNode atVersion() {
    ArrayNode patch = JsonNodeFactory.instance.arrayNode();
    patch.add(
        operation(
            "replace",
            "/metadata/resourceVersion",
            live.json().path("metadata").path("resourceVersion")));
    return patch;
  }

  private static ObjectNode operation(String name, String path, JsonNode value) {
    ObjectNode operation = JsonNodeFactory.instance.objectNode();
    operation.put("op", name);
    operation.put("path", path);
    operation.set("value", value);
    return operation;
  }
}
