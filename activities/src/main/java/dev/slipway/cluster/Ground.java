package dev.slipway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.manifest.Manifest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What of a sync's changes has to be there before a cluster can even judge others: the namespace
 * that they lie in, the definitions of their kinds. Pure.
 */
final class Ground {

  private final List<Manifest> changes;
  private final boolean newNamespace;
  private final Set<String> newKinds = new HashSet<>();

  /**
   * @param all what is to be applied
   * @param created ids of those that are not there yet
   */
  Ground(List<Manifest> all, List<String> created) {
    changes = all.stream().filter(ApplyOrder::isGround).toList();
    List<Manifest> fresh =
        changes.stream().filter(object -> created.contains(object.id())).toList();
    newNamespace = fresh.stream().anyMatch(object -> object.kind().equals("Namespace"));
    for (Manifest object : fresh) {
      JsonNode spec = object.json().path("spec");
      newKinds.add(spec.path("group").asText() + "/" + spec.path("names").path("kind").asText());
    }
  }

  /** In the order in which they are applied: namespaces first. */
  List<Manifest> changes() {
    return changes;
  }

  /** {@code Namespace/shops, CustomResourceDefinition/things.example.com}. */
  String names() {
    return String.join(", ", NamedObjects.some(changes.stream().map(Manifest::id).toList()));
  }

  /** Whether the cluster can judge it only when all of this is there. */
  boolean isNeededBy(Manifest change) {
    if (ApplyOrder.isGround(change)) {
      return false;
    }
    String version = change.json().path("apiVersion").asText();
    int slash = version.indexOf('/');
    String group = slash < 0 ? "" : version.substring(0, slash);
    return newKinds.contains(group + "/" + change.kind())
        || (newNamespace && change.json().path("metadata").has("namespace"));
  }

  /** The objects that are applied wave by wave. */
  List<Manifest> without(List<Manifest> objects) {
    return objects.stream().filter(object -> !ApplyOrder.isGround(object)).toList();
  }
}
