package dev.slipway.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.manifest.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The objects of a cluster. Every method throws an {@code UNREACHABLE} failure, which is worth a
 * retry, when the cluster does not answer: an error is never an empty answer.
 */
public interface Cluster {

  /**
   * The same cluster as one environment may use it: with the kinds that it may have, as its
   * account.
   *
   * @param path its objects, which may define kinds of their own
   */
  default Cluster within(Target target, List<Manifest> path) {
    return this;
  }

  /** Of which kinds objects may be here. */
  default AllowedKinds kinds() {
    return AllowedKinds.namespaced("ConfigMap", "Secret", "Service", "Deployment", "HTTPRoute");
  }

  /** Whether other tools look there for what was applied together, by the ApplySet convention. */
  default boolean tracksApplySets() {
    return false;
  }

  /** The live object with its {@code status}; empty when there is none. */
  Optional<Manifest> get(String namespace, String kind, String name);

  /**
   * All live objects that carry these labels, whatever their kind.
   *
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE rather than a part of them
   */
  List<Manifest> list(String namespace, Map<String, String> labels);

  /**
   * Those of them that are of these kinds: of another, nothing is asked.
   *
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE rather than a part of them
   */
  default List<Manifest> list(String namespace, Map<String, String> labels, Set<String> kinds) {
    return list(namespace, labels).stream()
        .filter(object -> kinds.contains(object.kind()))
        .toList();
  }

  /**
   * Everything in a namespace that brings traffic to Services, whoever made it: HTTPRoutes,
   * Ingresses, and IngressRoutes of Traefik.
   */
  default List<Manifest> routes(String namespace) {
    return list(namespace, Map.of()).stream()
        .filter(object -> Set.of("HTTPRoute", "Ingress", "IngressRoute").contains(object.kind()))
        .toList();
  }

  /**
   * Everything in a namespace that says something of pods by their labels, whoever made it: network
   * policies and disruption budgets.
   */
  default List<Manifest> policies(String namespace) {
    return list(namespace, Map.of()).stream()
        .filter(object -> Set.of("NetworkPolicy", "PodDisruptionBudget").contains(object.kind()))
        .toList();
  }

  /**
   * Makes the live object equal to this one; what was set before and is not named any more goes.
   * Equal already: nothing happens. Fields that the cluster keeps ({@code status}, {@code uid}) are
   * ignored; {@code metadata.resourceVersion}, when it is there, is a precondition.
   *
   * @return the object as it is, or with {@link Effect#DRY_RUN} would be
   * @throws RefusedObjectException when the cluster calls the object invalid
   * @throws OutdatedObjectException when it has changed since that resource version
   */
  Manifest apply(String namespace, Manifest desired, Effect effect);

  /**
   * Puts a change to the cluster, without an effect.
   *
   * @param live the object as it was read; empty: it was not there
   * @return a sentence a field that another manager has set and the change would take over, as
   *     {@code Deployment/shop: spec.replicas, set by kubectl}
   * @throws RefusedObjectException when the cluster would refuse it
   * @throws OutdatedObjectException when it has changed since that resource version
   */
  default List<String> rehearse(String namespace, Manifest desired, Optional<Manifest> live) {
    apply(namespace, desired, Effect.DRY_RUN);
    return List.of();
  }

  /**
   * Sets some fields of a live object and leaves all others as they are, whoever changes them
   * meanwhile. Equal already: nothing happens.
   *
   * @param fields what to set, given the live object: maps are merged into it, lists replaced;
   *     empty: nothing. Asked again when the object has changed meanwhile
   * @return the object afterwards; empty when there is none
   * @throws RefusedObjectException when the cluster calls the result invalid
   */
  default Optional<Manifest> change(
      String namespace, String kind, String name, Function<Manifest, Optional<ObjectNode>> fields) {
    return new FieldChange(this, namespace, kind, name).carryOut(fields);
  }

  /**
   * Sets some fields of the status of a live object, as orders to some controllers are given. Not
   * there: nothing happens.
   *
   * @throws UnsupportedOperationException in a cluster that has no such controllers
   */
  default void changeStatus(String namespace, String kind, String name, ObjectNode fields) {
    throw new UnsupportedOperationException("nobody takes orders for " + kind + " here");
  }

  /**
   * What an apply of this object would change of the live one: a sentence a field, without values
   * of Secrets. What the cluster itself has filled in is no difference.
   *
   * @param live as it was read; has the same id
   * @throws RefusedObjectException when the cluster calls the desired object invalid
   * @throws OutdatedObjectException when it has changed since it was read
   */
  default List<String> differences(String namespace, Manifest desired, Manifest live) {
    return FieldComparison.differences(
        IgnoredFields.of(desired).settled(desired, live, IgnoredFields.Owners.UNKNOWN), live);
  }

  /** Deletes; Pods end gracefully, on their own time. False when there was nothing to delete. */
  boolean delete(String namespace, String kind, String name);

  /**
   * Deletes this very object; one that somebody has made under its name since is left.
   *
   * @param live as it was read
   * @return false when it was not there any more
   */
  default boolean delete(String namespace, Manifest live) {
    return delete(namespace, live.kind(), live.name());
  }

  /** To be closed. Tells of changes of one object while somebody waits for it. */
  default ObjectChanges changes(String namespace, String kind, String name) {
    return ObjectChanges.ALWAYS;
  }

  /** How a Deployment's pods are; empty when there is no such Deployment. */
  Optional<WorkloadCondition> condition(String namespace, String deployment);

  /**
   * How the pods with these labels are, whatever made them.
   *
   * @param wanted how many there shall be
   * @throws UnsupportedOperationException in a cluster whose pods are a Deployment's only
   */
  default WorkloadCondition pods(String namespace, Map<String, String> labels, int wanted) {
    throw new UnsupportedOperationException("pods are found by their Deployment here");
  }

  /**
   * How a live object is.
   *
   * @param live as it was read; what it does not tell itself (its pods, what happened) is asked
   */
  default ObjectCondition condition(String namespace, Manifest live) {
    return live.kind().equals("Deployment")
        ? condition(namespace, live.name())
            .map(ObjectCondition::of)
            .orElseGet(() -> ObjectCondition.failed("is not there"))
        : ObjectCondition.HEALTHY;
  }

  /** What the pods of a Job tell; nothing where there are no Jobs. */
  default JobWords jobWords(String namespace, String job) {
    return JobWords.NONE;
  }

  /** Whether an apply takes effect. */
  enum Effect {
    LASTING,
    /** Validated by the cluster, but not kept. */
    DRY_RUN
  }
}
