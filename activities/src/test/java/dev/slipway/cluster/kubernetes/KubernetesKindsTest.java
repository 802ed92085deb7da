package dev.slipway.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.ClusterSync;
import dev.slipway.cluster.Health;
import dev.slipway.cluster.ObjectCondition;
import dev.slipway.cluster.Reach;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncReport;
import dev.slipway.lab.EchoService;
import dev.slipway.lab.Laboratory;
import dev.slipway.lab.NeedsCluster;
import dev.slipway.manifest.Manifest;
import dev.slipway.rollout.RealPulse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kinds of all sorts on a real cluster: brought in, in order, and judged with their reasons. */
@NeedsCluster
class KubernetesKindsTest {

  private final String namespace = Laboratory.namespace("kinds");
  private final String group = namespace + ".example.com";
  private final EchoService service = new EchoService(namespace);
  private final KubernetesConnection connection = Laboratory.connection();
  private final KubernetesCluster cluster = new KubernetesCluster(connection);
  private final Shop shop = new Shop();
  private final ClusterSync sync = new ClusterSync(shop, cluster, new RealPulse());

  @AfterEach
  void end() {
    Laboratory.kubectl(namespace, "delete", "crd", "things." + group, "--ignore-not-found");
    Laboratory.delete(namespace);
    connection.close();
  }

  @Test
  void bringsADefinitionAndAnObjectOfItInOneCommitAndPrunesTheObjectOnly() {
    Reach reach =
        new Reach(
            List.of(
                "things." + group, "customresourcedefinitions.apiextensions.k8s.io", "namespaces"),
            Optional.empty());
    shop.objects("c1", with(thing("v1"), definition(), ownNamespace()));

    assertThat(sync.apply(service.order("c1")).reason())
        .contains("is of a kind that this environment may not have");
    Laboratory.kubectl(
        namespace,
        "label",
        "namespace",
        namespace,
        "slipway.dev/managed-by=slipway",
        "slipway.dev/service=shop",
        "slipway.dev/environment=production");
    SyncReport first = sync.apply(service.order("c1", reach));

    assertThat(first.health()).as(first.reason()).isEqualTo(Health.HEALTHY);
    assertThat(get("things." + group + "/one", ".spec.size")).isEqualTo("3");
    assertThat(sync.apply(service.order("c1", reach)).drift()).isEmpty();

    Laboratory.kubectl(
        namespace,
        "patch",
        "things." + group + "/one",
        "--type=merge",
        "-p",
        "{\"spec\":{\"size\":4}}");
    assertThat(sync.apply(service.order("c1", reach)).drift())
        .containsExactly("Thing/one: spec.size: 4 instead of 3, set by kubectl-patch");

    Laboratory.kubectl(
        namespace,
        "patch",
        "things." + group + "/one",
        "--subresource=status",
        "--type=merge",
        "-p",
        "{\"status\":{\"conditions\":[{\"type\":\"Stalled\",\"status\":\"True\",\"message\":\"no issuer\"}]}}");
    SyncReport stalled = sync.apply(service.order("c1", reach));
    assertThat(stalled.health()).isEqualTo(Health.DEGRADED);
    assertThat(stalled.reason()).isEqualTo("Thing/one: is stalled: no issuer");

    shop.objects("c2", service.path("1", 0));
    SyncReport pruned = sync.apply(service.order("c2", reach));
    assertThat(pruned.pruned()).containsExactly("Thing/one");
    // The namespace of another test, which is the same environment's, may be ending still.
    assertThat(pruned.unpruned())
        .contains("CustomResourceDefinition/things." + group, "Namespace/" + namespace)
        .doesNotContain("Thing/one");
  }

  @Test
  void makesTheEnvironmentsOwnNamespaceFirst() {
    String fresh = namespace + "-fresh";
    EchoService there = new EchoService(fresh);
    List<Manifest> path = new ArrayList<>(there.path("1", 0));
    path.add(namespaceOf(fresh));
    shop.objects("c1", path);
    try {
      SyncReport report =
          sync.apply(there.order("c1", new Reach(List.of("namespaces"), Optional.empty())));

      assertThat(report.health()).as(report.reason()).isEqualTo(Health.HEALTHY);
      assertThat(report.created()).contains("Namespace/" + fresh, "Deployment/shop");
    } finally {
      Laboratory.delete(fresh);
    }
  }

  @Test
  void runsAStatefulSetADaemonSetAndAJobAndWaitsForThem() {
    shop.objects("c1", with(set("db", "localhost/echo:1", 1), daemons(), job("echo", "5")));
    // The echo service never ends: its Job runs for as long as it is allowed to.
    SyncReport report = sync.apply(service.order("c1"));

    assertThat(report.health()).isEqualTo(Health.DEGRADED);
    assertThat(report.reason()).startsWith("Job/echo: failed: ").contains("deadline");
    assertThat(get("statefulset/db", ".status.readyReplicas")).isEqualTo("1");
    assertThat(get("daemonset/agent", ".status.numberReady")).isEqualTo("1");
  }

  @Test
  void saysWhyAStatefulSetIsNotReady() {
    shop.objects("c1", with(set("db", "localhost:5000/nowhere:1", 1)));

    SyncReport report = sync.apply(service.order("c1"));

    assertThat(report.health()).isEqualTo(Health.DEGRADED);
    assertThat(report.reason())
        .startsWith("StatefulSet/db: 0 of 1 ready: the image localhost:5000/nowhere:1 of pod db-0")
        .contains("cannot be pulled");
  }

  @Test
  void saysThatAQuotaKeepsAStatefulSetFromItsPods() {
    Laboratory.kubectl(namespace, "create", "quota", "none", "--hard=pods=0");

    ObjectCondition condition = conditionOf(set("db", "localhost/echo:1", 1), "exceeded quota");

    assertThat(condition.health()).isEqualTo(Health.PROGRESSING);
    assertThat(condition.reason()).contains("0 of 1 ready", "exceeded quota: none");
  }

  @Test
  void saysWhyAJobFailed() {
    Manifest failing =
        Shop.json(
            """
            {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"migrate"},
             "spec":{"backoffLimit":0,"template":{"spec":{"restartPolicy":"Never",
              "containers":[{"name":"c","image":"localhost/echo:1",
               "env":[{"name":"FAIL","value":"exit"}]}]}}}}
            """);

    ObjectCondition condition = conditionOf(failing, "failed: ");

    assertThat(condition.failed()).isTrue();
    assertThat(condition.reason())
        .contains("ended with code 1", "its log ends with: no database: FAIL=exit");
  }

  @Test
  void saysWhatAClaimALoadBalancerAndAnIngressWaitFor() {
    assertThat(
            conditionOf(
                    Shop.json(
                        """
                        {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data"},
                         "spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Mi"}}}}
                        """),
                    "no persistent volumes available")
                .reason())
        .startsWith("has no volume yet: no persistent volumes available for this claim");
    assertThat(
            conditionOf(
                    Shop.json(
                        """
                        {"apiVersion":"v1","kind":"Service","metadata":{"name":"front"},
                         "spec":{"type":"LoadBalancer","ports":[{"port":80}]}}
                        """),
                    "no address")
                .health())
        .isEqualTo(Health.PROGRESSING);
    assertThat(
            conditionOf(
                    Shop.json(
                        """
                        {"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"shop"},
                         "spec":{"defaultBackend":{"service":{"name":"nowhere","port":{"number":80}}}}}
                        """),
                    "not there")
                .reason())
        .isEqualTo("leads to what is not there: Service/nowhere");
    assertThat(
            conditionOf(
                    Shop.json(
                        """
                        {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"lost"},
                         "spec":{"parentRefs":[%s],"rules":[{"backendRefs":[{"name":"nowhere","port":80}]}]}}
                        """
                            .formatted(Laboratory.GATEWAY)),
                    "does not take it")
                .health())
        .isEqualTo(Health.DEGRADED);
  }

  @Test
  void namesTheManagerWhoseFieldACommitTakesOver() {
    shop.objects("c1", service.path("1", 0));
    sync.apply(service.order("c1"));
    Laboratory.kubectl(
        namespace,
        "patch",
        "configmap/shop",
        "--field-manager=mesh",
        "-p",
        "{\"data\":{\"VERSION\":\"7\"}}");
    shop.objects("c2", service.path("2", 0));

    SyncReport report = sync.apply(service.order("c2"));

    assertThat(report.conflicts()).containsExactly("ConfigMap/shop: data.VERSION, set by mesh");
    assertThat(get("configmap/shop", ".data.VERSION")).isEqualTo("2");
    assertThat(sync.apply(service.order("c2")).conflicts()).isEmpty();
  }

  /** Applied, and looked at until it says so. */
  private ObjectCondition conditionOf(Manifest object, String words) {
    AtomicReference<ObjectCondition> found = new AtomicReference<>();
    cluster.apply(namespace, object, Cluster.Effect.LASTING);
    Laboratory.await(
        words,
        Duration.ofSeconds(40),
        () -> {
          Manifest live = cluster.get(namespace, object.kind(), object.name()).orElseThrow();
          found.set(cluster.condition(namespace, live));
          return found.get().reason().contains(words);
        },
        () -> String.valueOf(found.get()));
    return found.get();
  }

  private List<Manifest> with(Manifest... more) {
    List<Manifest> path = new ArrayList<>(service.path("1", 0));
    path.addAll(List.of(more));
    return path;
  }

  private String get(String object, String field) {
    return Laboratory.kubectl(namespace, "get", object, "-o", "jsonpath={" + field + "}");
  }

  private Manifest ownNamespace() {
    return namespaceOf(namespace);
  }

  private static Manifest namespaceOf(String name) {
    return Shop.json(
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\"}}"
            .formatted(name));
  }

  private Manifest definition() {
    return Shop.json(
        """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
         "metadata":{"name":"things.%1$s"},
         "spec":{"group":"%1$s","scope":"Namespaced","names":{"kind":"Thing","plural":"things"},
          "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},
           "schema":{"openAPIV3Schema":{"type":"object","properties":{
            "spec":{"type":"object","properties":{"size":{"type":"integer"}}},
            "status":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}]}}
        """
            .formatted(group));
  }

  private Manifest thing(String version) {
    return Shop.json(
        """
        {"apiVersion":"%s/%s","kind":"Thing","metadata":{"name":"one"},"spec":{"size":3}}
        """
            .formatted(group, version));
  }

  private static Manifest set(String name, String image, int replicas) {
    return Shop.json(
        """
        {"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"%1$s"},
         "spec":{"replicas":%3$d,"serviceName":"%1$s","selector":{"matchLabels":{"app":"%1$s"}},
          "template":{"metadata":{"labels":{"app":"%1$s"}},
           "spec":{"terminationGracePeriodSeconds":1,"containers":[{"name":"c","image":"%2$s"}]}}}}
        """
            .formatted(name, image, replicas));
  }

  private static Manifest daemons() {
    return Shop.json(
        """
        {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"agent"},
         "spec":{"selector":{"matchLabels":{"app":"agent"}},
          "template":{"metadata":{"labels":{"app":"agent"}},
           "spec":{"terminationGracePeriodSeconds":1,"containers":[{"name":"c","image":"localhost/echo:1"}]}}}}
        """);
  }

  private static Manifest job(String name, String seconds) {
    return Shop.json(
        """
        {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"%s"},
         "spec":{"activeDeadlineSeconds":%s,"template":{"spec":{"restartPolicy":"Never",
          "terminationGracePeriodSeconds":1,
          "containers":[{"name":"c","image":"localhost/echo:1"}]}}}}
        """
            .formatted(name, seconds));
  }
}
