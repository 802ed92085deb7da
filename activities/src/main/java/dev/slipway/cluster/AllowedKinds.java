package dev.slipway.cluster;

import dev.slipway.manifest.Manifest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Of which kinds the objects of an environment may be.
 *
 * @param namespaced names of kinds whose objects lie in a namespace, as {@code Deployment}
 * @param clusterWide names of those whose objects lie in none, as {@code Namespace}
 */
public record AllowedKinds(Set<String> namespaced, Set<String> clusterWide) {

  public AllowedKinds {
    namespaced = Set.copyOf(namespaced);
    clusterWide = Set.copyOf(clusterWide);
  }

  /** None of them without a namespace. */
  public static AllowedKinds namespaced(String... names) {
    return new AllowedKinds(Set.of(names), Set.of());
  }

  boolean isClusterWide(Manifest object) {
    return clusterWide.contains(object.kind());
  }

  /**
   * @throws RefusedObjectException when an object may not be there: another namespace than the one
   *     that is bound, a kind that is not allowed
   */
  void confine(Manifest object, String namespace) {
    requireNamespace(object, namespace);
    if (!namespaced.contains(object.kind()) && !isClusterWide(object)) {
      throw new RefusedObjectException(
          object.id()
              + " is of a kind that this environment may not have: allowed are "
              + String.join(", ", sorted())
              + "; the platform team can allow more by the environment's 'kinds' in platform.yaml");
    }
    if (object.kind().equals("Namespace") && !object.name().equals(namespace)) {
      throw new RefusedObjectException(
          object.id() + " is not the environment's own: only Namespace/" + namespace + " is bound");
    }
    if (object.kind().equals("Job") && object.json().at("/spec").has("ttlSecondsAfterFinished")) {
      throw new RefusedObjectException(
          object.id()
              + " has spec.ttlSecondsAfterFinished: each sync after its end would find it gone and"
              + " run it again; leave the field out");
    }
  }

  /**
   * @throws RefusedObjectException when an object asks for another namespace than the one that is
   *     bound
   */
  void requireNamespace(Manifest object, String namespace) {
    String of = object.json().path("metadata").path("namespace").asText(namespace);
    if (!of.equals(namespace)) {
      throw new RefusedObjectException(
          object.id() + " asks for the namespace " + of + ": only " + namespace + " is bound");
    }
  }

  private List<String> sorted() {
    Set<String> all = new TreeSet<>(namespaced);
    all.addAll(clusterWide);
    return List.copyOf(all);
  }
}
