package dev.slipway.gitops.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.gitops.render.PathObjects.Placed;
import dev.slipway.manifest.Manifest;
import dev.slipway.temporal.FailureType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What Helm has printed, as the objects of a path. */
final class HelmOutput {

  /**
   * Stands in for the namespace where a path names none: no chart writes it by itself. An object's
   * own namespace is left out again, as the environment's is put there; elsewhere it would be
   * wrong.
   */
  static final String NAMESPACE = "slipway-namespace-of-the-environment";

  private static final String HOOK = "helm.sh/hook";

  /** Hooks of occasions that a sync does not have. */
  private static final Set<String> NEVER =
      Set.of("test", "test-success", "pre-delete", "post-delete", "pre-rollback", "post-rollback");

  private HelmOutput() {}

  static List<Placed> of(String what, String output) {
    List<Placed> objects = new ArrayList<>();
    for (Placed placed : RenderedOutput.of(what, output)) {
      if (!isNeverRun(placed.manifest())) {
        objects.add(placed.as(withoutStandIn(placed)));
      }
    }
    return objects;
  }

  private static boolean isNeverRun(Manifest manifest) {
    String hooks = manifest.json().path("metadata").path("annotations").path(HOOK).asText("");
    return !hooks.isBlank()
        && Arrays.stream(hooks.split(",", -1)).map(String::strip).allMatch(NEVER::contains);
  }

  private static Manifest withoutStandIn(Placed placed) {
    ObjectNode json = placed.manifest().json().deepCopy();
    if (json.get("metadata") instanceof ObjectNode metadata
        && metadata.path("namespace").asText("").equals(NAMESPACE)) {
      metadata.remove("namespace");
    }
    if (json.toString().contains(NAMESPACE)) {
      throw FailureType.MISCONFIGURED.permanent(
          placed.file().yaml().path()
              + ": "
              + placed.manifest().id()
              + " names the release's namespace: write 'namespace' in a "
              + HelmPath.FILE);
    }
    return new Manifest(json);
  }
}
