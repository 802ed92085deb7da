package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.DeploymentStatus;
import dev.slipway.cluster.FieldComparison;
import dev.slipway.cluster.ObjectChanges;
import dev.slipway.cluster.OutdatedObjectException;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Answer;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Call;
import dev.slipway.manifest.Manifest;
import dev.slipway.temporal.FailureType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A Kubernetes cluster, by server-side apply: the API server keeps which fields are Slipway's, so
 * that what it fills in itself and what controllers write is left alone, and a field that left Git
 * is removed. Git is the truth: where somebody else has set one of its fields, ours is forced, and
 * {@link #differences} says who it was.
 */
public final class KubernetesCluster implements Cluster {

  /** The one field manager that Slipway writes as. */
  static final String FIELD_MANAGER = "slipway";

  private static final int PAGE = 500;

  private final KubernetesConnection connection;
  private final ServerSideApply writing;

  public KubernetesCluster(KubernetesConnection connection) {
    this.connection = connection;
    writing = new ServerSideApply(connection);
  }

  @Override
  public Set<String> kinds() {
    return Arrays.stream(KubernetesKind.values())
        .map(KubernetesKind::kind)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public boolean tracksApplySets() {
    return true;
  }

  @Override
  public Optional<Manifest> get(String namespace, String kind, String name) {
    return connection.find(KubernetesKind.of(kind).path(namespace, name));
  }

  @Override
  public List<Manifest> list(String namespace, Map<String, String> labels) {
    return list(namespace, labels, kinds());
  }

  @Override
  public List<Manifest> list(String namespace, Map<String, String> labels, Set<String> kinds) {
    List<Manifest> found = new ArrayList<>();
    for (KubernetesKind kind : KubernetesKind.values()) {
      if (kinds.contains(kind.kind())) {
        list(kind, namespace, KubernetesKind.encoded(selector(labels)), found);
      }
    }
    return found;
  }

  private static String selector(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .sorted()
        .collect(Collectors.joining(","));
  }

  @Override
  public List<Manifest> routes(String namespace) {
    List<Manifest> found = new ArrayList<>();
    list(KubernetesKind.HTTP_ROUTE, namespace, "", found);
    list(KubernetesKind.INGRESS, namespace, "", found);
    list(KubernetesKind.INGRESS_ROUTE, namespace, "", found);
    return found;
  }

  @Override
  public List<Manifest> policies(String namespace) {
    List<Manifest> found = new ArrayList<>();
    list(KubernetesKind.NETWORK_POLICY, namespace, "", found);
    list(KubernetesKind.POD_DISRUPTION_BUDGET, namespace, "", found);
    return found;
  }

  private void list(KubernetesKind kind, String namespace, String selector, List<Manifest> found) {
    String next = "";
    do {
      Answer answer =
          connection.exchange(
              Call.get(
                  kind.path(namespace)
                      + "?limit="
                      + PAGE
                      + "&labelSelector="
                      + selector
                      + (next.isEmpty() ? "" : "&continue=" + KubernetesKind.encoded(next))));
      if (answer.status() == 404 && !kind.isBuiltIn()) {
        // The cluster does not know the kind, so that it has none of it.
        return;
      }
      JsonNode list = connection.successful(answer).json();
      if (!list.path("items").isArray()) {
        throw FailureType.UNREACHABLE.retryable("the API server's list has no items");
      }
      for (JsonNode item : list.path("items")) {
        ObjectNode object = (ObjectNode) item;
        object.put("apiVersion", kind.apiVersion());
        object.put("kind", kind.kind());
        found.add(new Manifest(object));
      }
      next = list.path("metadata").path("continue").asText("");
    } while (!next.isEmpty());
  }

  @Override
  public Manifest apply(String namespace, Manifest desired, Effect effect) {
    return switch (effect) {
      case DRY_RUN -> writing.predicted(namespace, desired);
      case LASTING -> writing.apply(namespace, desired);
    };
  }

  /** Writes the fields that are ours, with the new ones: what others have set stays theirs. */
  @Override
  public Optional<Manifest> change(
      String namespace, String kind, String name, Function<Manifest, Optional<ObjectNode>> fields) {
    return new OwnFieldsChange(this, writing, namespace, kind, name).carryOut(fields);
  }

  /**
   * Compares by the fields of the desired object first, without a question; only where something
   * seems to differ, the API server is asked what an apply would change.
   */
  @Override
  public List<String> differences(String namespace, Manifest git, Manifest live) {
    ManagedFields managed = new ManagedFields(live);
    Manifest desired = settled(managed, git, live);
    List<String> differences = new ArrayList<>();
    if (!FieldComparison.differences(desired, live).isEmpty()) {
      ObjectNode atVersion = desired.json().deepCopy();
      JsonNode version = live.json().path("metadata").path("resourceVersion");
      atVersion.withObjectProperty("metadata").set("resourceVersion", version);
      Manifest expected = writing.predicted(namespace, new Manifest(atVersion));
      differences.addAll(
          FieldComparison.allDifferences(
              expected,
              live,
              path -> managed.stranger(path).map(who -> ", set by " + who).orElse("")));
    }
    managed
        .additions(desired)
        .forEach(
            added ->
                differences.add(
                    live.id()
                        + ": "
                        + added.path()
                        + " is not in Git, added by "
                        + added.manager()));
    return differences;
  }

  private static Manifest settled(ManagedFields managed, Manifest git, Manifest live) {
    Manifest settled = managed.settled(git);
    return KubernetesKind.of(git).isBuiltIn() ? settled : SameQuantities.asIn(live, settled);
  }

  @Override
  public void changeStatus(String namespace, String kind, String name, ObjectNode fields) {
    Answer answer =
        connection.exchange(
            Call.patch(
                KubernetesKind.of(kind).path(namespace, name)
                    + "/status?fieldManager="
                    + FIELD_MANAGER,
                "application/merge-patch+json",
                fields.toString()));
    if (answer.status() != 404) {
      connection.successful(answer);
    }
  }

  @Override
  public WorkloadCondition pods(String namespace, Map<String, String> labels, int wanted) {
    return KubernetesPods.labelled(connection, namespace, selector(labels)).condition(wanted);
  }

  /** Dependents go afterwards, by the cluster's own garbage collection. */
  @Override
  public boolean delete(String namespace, String kind, String name) {
    Answer answer =
        connection.exchange(
            Call.delete(
                KubernetesKind.of(kind).path(namespace, name) + "?propagationPolicy=Background"));
    if (answer.status() == 404) {
      return false;
    }
    connection.successful(answer);
    return true;
  }

  @Override
  public ObjectChanges changes(String namespace, String kind, String name) {
    return WatchedObject.of(connection.client(), KubernetesKind.of(kind), namespace, name);
  }

  @Override
  public Optional<WorkloadCondition> condition(String namespace, String deployment) {
    return get(namespace, KubernetesKind.DEPLOYMENT.kind(), deployment)
        .map(
            live ->
                DeploymentStatus.of(live)
                    .condition(() -> KubernetesPods.of(connection, namespace, live).trouble()));
  }

  /**
   * @throws OutdatedObjectException when it has changed since that version
   */
  static OutdatedObjectException outdated(Manifest object) {
    return new OutdatedObjectException(object.id() + " has changed meanwhile");
  }
}
