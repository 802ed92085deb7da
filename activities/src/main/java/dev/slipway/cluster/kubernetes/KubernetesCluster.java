package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.AllowedKinds;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.FieldComparison;
import dev.slipway.cluster.JobWords;
import dev.slipway.cluster.ObjectChanges;
import dev.slipway.cluster.ObjectCondition;
import dev.slipway.cluster.OutdatedObjectException;
import dev.slipway.cluster.Target;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Answer;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Call;
import dev.slipway.manifest.Manifest;
import dev.slipway.temporal.FailureType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
  private final KindDiscovery discovery;
  private final KubernetesKinds kinds;
  private final ServerSideApply writing;

  public KubernetesCluster(KubernetesConnection connection) {
    this(connection, new KindDiscovery(connection), KubernetesKinds.OF_ANYBODY);
  }

  private KubernetesCluster(
      KubernetesConnection connection, KindDiscovery discovery, KubernetesKinds kinds) {
    this.connection = connection;
    this.discovery = discovery;
    this.kinds = kinds;
    writing = new ServerSideApply(connection, kinds);
  }

  @Override
  public Cluster within(Target target, List<Manifest> path) {
    return new KubernetesCluster(
        connection.as(target.reach().account()),
        discovery,
        new KubernetesKinds(discovery.kinds(target.reach().kinds(), path)));
  }

  @Override
  public AllowedKinds kinds() {
    return new AllowedKinds(names(kind -> !kind.clusterWide()), names(KubernetesKind::clusterWide));
  }

  private Set<String> names(Predicate<KubernetesKind> which) {
    return kinds.all().stream()
        .filter(which)
        .map(KubernetesKind::kind)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public boolean tracksApplySets() {
    return true;
  }

  @Override
  public Optional<Manifest> get(String namespace, String kind, String name) {
    return connection.find(kinds.of(kind).path(namespace, name));
  }

  @Override
  public List<Manifest> list(String namespace, Map<String, String> labels) {
    return list(namespace, labels, names(kind -> true));
  }

  @Override
  public List<Manifest> list(String namespace, Map<String, String> labels, Set<String> kinds) {
    List<Manifest> found = new ArrayList<>();
    for (KubernetesKind kind : this.kinds.all()) {
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
    list(KubernetesKinds.HTTP_ROUTE, namespace, "", found);
    list(KubernetesKinds.INGRESS, namespace, "", found);
    list(KubernetesKinds.INGRESS_ROUTE, namespace, "", found);
    return found;
  }

  @Override
  public List<Manifest> policies(String namespace) {
    List<Manifest> found = new ArrayList<>();
    list(KubernetesKinds.NETWORK_POLICY, namespace, "", found);
    list(KubernetesKinds.POD_DISRUPTION_BUDGET, namespace, "", found);
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
      if (answer.status() == 404 && !kind.builtIn()) {
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

  /** Asks without force first, so that whoever has set a field that is ours is told of. */
  @Override
  public List<String> rehearse(String namespace, Manifest desired, Optional<Manifest> live) {
    Manifest settled =
        live.map(found -> settled(new ManagedFields(found), desired, found)).orElse(desired);
    return writing.conflicts(namespace, settled).stream()
        .map(field -> desired.id() + ": " + field)
        .toList();
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
    for (ManagedFields.Stranger added : managed.additions(desired)) {
      String field = live.id() + ": " + added.path();
      if (differences.stream().noneMatch(told -> isIn(field, told))) {
        differences.add(field + " is not in Git, added by " + added.manager());
      }
    }
    return differences;
  }

  /** Whether a sentence is about a field or one in it. */
  private static boolean isIn(String field, String sentence) {
    return Stream.of(".", "[", ":").anyMatch(end -> sentence.startsWith(field + end));
  }

  private Manifest settled(ManagedFields managed, Manifest git, Manifest live) {
    Manifest settled = managed.settled(git);
    return kinds.of(git).builtIn() ? settled : SameQuantities.asIn(live, settled);
  }

  @Override
  public void changeStatus(String namespace, String kind, String name, ObjectNode fields) {
    Answer answer =
        connection.exchange(
            Call.patch(
                kinds.of(kind).path(namespace, name) + "/status?fieldManager=" + FIELD_MANAGER,
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
    return isDeleted(connection.exchange(Call.delete(deletion(namespace, kind, name))));
  }

  /** By its uid: a namesake of it is another object, which the API server calls a conflict. */
  @Override
  public boolean delete(String namespace, Manifest live) {
    String uid = live.json().path("metadata").path("uid").asText();
    Call call = Call.delete(deletion(namespace, live.kind(), live.name()), uid);
    Answer answer = connection.exchange(call);
    return answer.status() != 409 && isDeleted(answer);
  }

  private String deletion(String namespace, String kind, String name) {
    return kinds.of(kind).path(namespace, name) + "?propagationPolicy=Background";
  }

  private boolean isDeleted(Answer answer) {
    return answer.status() != 404 && connection.successful(answer).isSuccess();
  }

  @Override
  public ObjectChanges changes(String namespace, String kind, String name) {
    return WatchedObject.of(connection.client(), kinds.of(kind), namespace, name);
  }

  @Override
  public Optional<WorkloadCondition> condition(String namespace, String deployment) {
    return get(namespace, KubernetesKinds.DEPLOYMENT.kind(), deployment)
        .map(live -> new KubernetesHealth(connection, namespace).deployment(live));
  }

  @Override
  public ObjectCondition condition(String namespace, Manifest live) {
    return new KubernetesHealth(connection, namespace).of(live);
  }

  @Override
  public JobWords jobWords(String namespace, String job) {
    return new JobPods(connection, namespace).words(job);
  }

  /**
   * @throws OutdatedObjectException when it has changed since that version
   */
  static OutdatedObjectException outdated(Manifest object) {
    return new OutdatedObjectException(object.id() + " has changed meanwhile");
  }
}
