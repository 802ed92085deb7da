package dev.slipway.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.ClusterSync;
import dev.slipway.cluster.Health;
import dev.slipway.cluster.IgnoredFields;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncReport;
import dev.slipway.lab.EchoService;
import dev.slipway.lab.Laboratory;
import dev.slipway.lab.NeedsCluster;
import dev.slipway.manifest.Manifest;
import dev.slipway.rollout.RealPulse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sync on a real cluster, with a person at kubectl who changes things by hand. */
@NeedsCluster
class KubernetesSyncTest {

  private final String namespace = Laboratory.namespace("sync");
  private final EchoService service = new EchoService(namespace);
  private final KubernetesConnection connection = Laboratory.connection();
  private final KubernetesCluster cluster = new KubernetesCluster(connection);
  private final Shop shop = new Shop();
  private final ClusterSync sync = new ClusterSync(shop, cluster, new RealPulse());

  @BeforeEach
  void makeItLive() {
    shop.objects("c1", service.path("1", 0));
    SyncReport first = sync.apply(service.order("c1"));
    assertThat(first.health()).as(first.reason()).isEqualTo(Health.HEALTHY);
    assertThat(first.created()).hasSize(5);
  }

  @AfterEach
  void end() {
    Laboratory.delete(namespace);
    connection.close();
  }

  @Test
  void findsNothingToDoTheSecondTimeAlthoughTheClusterHasFilledInDefaults() {
    String before = versions();

    SyncReport again = sync.apply(service.order("c1"));

    assertThat(again.drift()).isEmpty();
    assertThat(again.created()).isEmpty();
    assertThat(again.health()).isEqualTo(Health.HEALTHY);
    assertThat(versions()).isEqualTo(before);
  }

  @Test
  void healsAScaleByHandAndSaysWhoDidIt() {
    Laboratory.kubectl(namespace, "scale", "deployment/shop", "--replicas=3");

    SyncReport report = sync.apply(service.order("c1"));

    assertThat(report.drift())
        .containsExactly("Deployment/shop: spec.replicas: 3 instead of 2, set by kubectl");
    assertThat(report.healed()).isTrue();
    assertThat(get("deployment/shop", ".spec.replicas")).isEqualTo("2");
    assertThat(sync.apply(service.order("c1")).drift()).isEmpty();
  }

  @Test
  void healsAnImageThatWasSetByHand() {
    Laboratory.kubectl(namespace, "set", "image", "deployment/shop", "shop=localhost/echo:9");

    SyncReport report = sync.apply(service.order("c1"));

    assertThat(report.drift())
        .containsExactly(
            "Deployment/shop: spec.template.spec.containers[0].image: localhost/echo:9 instead of"
                + " localhost/echo:1, set by kubectl-set");
    assertThat(report.health()).as(report.reason()).isEqualTo(Health.HEALTHY);
    assertThat(get("deployment/shop", ".spec.template.spec.containers[0].image"))
        .isEqualTo("localhost/echo:1");
  }

  @Test
  void removesWhatWasAddedByHand() {
    Laboratory.kubectl(namespace, "set", "env", "deployment/shop", "DEBUG=1");
    Laboratory.kubectl(namespace, "patch", "configmap/shop", "-p", "{\"data\":{\"EXTRA\":\"1\"}}");

    SyncReport report = sync.apply(service.order("c1"));

    assertThat(report.drift())
        .containsExactlyInAnyOrder(
            "Deployment/shop: spec.template.spec.containers[0].env is not in Git, added by"
                + " kubectl-set",
            "ConfigMap/shop: data.EXTRA is not in Git, added by kubectl-patch");
    assertThat(get("deployment/shop", ".spec.template.spec.containers[0].env")).isEmpty();
    assertThat(get("configmap/shop", ".data.EXTRA")).isEmpty();
    assertThat(sync.apply(service.order("c1")).drift()).isEmpty();
  }

  @Test
  void bringsBackWhatWasDeletedByHand() {
    Laboratory.kubectl(namespace, "delete", "service/shop", "configmap/shop");

    SyncReport report = sync.apply(service.order("c1"));

    assertThat(report.created()).containsExactlyInAnyOrder("Service/shop", "ConfigMap/shop");
    assertThat(report.health()).as(report.reason()).isEqualTo(Health.HEALTHY);
  }

  @Test
  void neverShowsWhatIsInASecret() {
    Laboratory.kubectl(
        namespace, "patch", "secret/shop", "-p", "{\"stringData\":{\"PASSWORD\":\"swordfish\"}}");

    SyncReport report = sync.apply(service.order("c1"));

    assertThat(report.drift())
        .containsExactly("Secret/shop: data.PASSWORD differs, set by kubectl-patch");
  }

  @Test
  void leavesARestartAndLabelsOfOthersAlone() {
    Laboratory.kubectl(namespace, "rollout", "restart", "deployment/shop");
    Laboratory.kubectl(namespace, "label", "deployment/shop", "cost-centre=7");

    SyncReport report = sync.apply(service.order("c1"));

    assertThat(report.drift()).isEmpty();
    assertThat(get("deployment/shop", ".metadata.labels.cost-centre")).isEqualTo("7");
  }

  @Test
  void leavesIgnoredFieldsAsTheyAreWhateverElseChanges() {
    Laboratory.kubectl(namespace, "scale", "deployment/shop", "--replicas=3");
    Laboratory.kubectl(namespace, "patch", "configmap/shop", "-p", "{\"data\":{\"EXTRA\":\"1\"}}");
    shop.objects(
        "c2", ignoring("2", Map.of("Deployment", "spec.replicas", "ConfigMap", "data.EXTRA")));

    SyncReport brought = sync.apply(service.order("c2"));

    assertThat(brought.health()).as(brought.reason()).isEqualTo(Health.HEALTHY);
    assertThat(get("deployment/shop", ".spec.replicas")).isEqualTo("3");
    assertThat(get("configmap/shop", ".data.EXTRA")).isEqualTo("1");
    assertThat(get("configmap/shop", ".data.VERSION")).isEqualTo("2");
    assertThat(sync.apply(service.order("c2")).drift()).isEmpty();
    Laboratory.kubectl(namespace, "scale", "deployment/shop", "--replicas=1");
    SyncReport compared = sync.compare(service.order("c2"));
    assertThat(compared.drift()).isEmpty();
    assertThat(compared.changed()).isEmpty();
  }

  @Test
  void doesNotDropAFieldThatWasOursWhenItBecomesAnAutoscalers() {
    // Until now 2 replicas are Slipway's alone; the API server would make 1 of what nobody sets.
    shop.objects("c2", ignoring("1", Map.of("Deployment", "spec.replicas")));

    sync.apply(service.order("c2"));

    assertThat(get("deployment/shop", ".spec.replicas")).isEqualTo("2");
  }

  @Test
  void leavesWhatAnIgnoredManagerSets() {
    Laboratory.kubectl(
        namespace,
        "patch",
        "deployment/shop",
        "--field-manager=mesh",
        "-p",
        "{\"spec\":{\"minReadySeconds\":1,\"replicas\":3}}");
    List<Manifest> path = annotated("1", Map.of("Deployment", "mesh"), IgnoredFields.MANAGERS);
    shop.objects("c2", path);

    SyncReport report = sync.apply(service.order("c2"));

    assertThat(report.health()).as(report.reason()).isEqualTo(Health.HEALTHY);
    assertThat(get("deployment/shop", ".spec.minReadySeconds")).isEqualTo("1");
    assertThat(get("deployment/shop", ".spec.replicas")).isEqualTo("3");
    assertThat(sync.apply(service.order("c2")).drift()).isEmpty();
  }

  @Test
  void saysWhatAnotherRevisionChangesWithoutChangingIt() {
    shop.objects("c2", service.path("2", 0));

    SyncReport report = sync.compare(service.order("c2"));

    assertThat(report.changed()).contains("ConfigMap/shop: data.VERSION: 1 instead of 2");
    assertThat(report.changed()).noneMatch(line -> line.contains("slipway.dev/revision"));
    assertThat(get("configmap/shop", ".data.VERSION")).isEqualTo("1");
  }

  private List<Manifest> ignoring(String version, Map<String, String> fields) {
    return annotated(version, fields, IgnoredFields.FIELDS);
  }

  private List<Manifest> annotated(String version, Map<String, String> byKind, String annotation) {
    return service.path(version, 0).stream()
        .map(
            object -> {
              ObjectNode json = object.json().deepCopy();
              String words = byKind.get(object.kind());
              if (words != null) {
                json.withObjectProperty("metadata")
                    .withObjectProperty("annotations")
                    .put(annotation, words);
              }
              return new Manifest(json);
            })
        .toList();
  }

  @Test
  void isAnApplySetThatKubectlReadsAndLeavesToSlipway(@TempDir Path folder) throws IOException {
    String set =
        get("configmap/slipway-shop-production", ".metadata.labels.applyset\\.kubernetes\\.io/id");

    assertThat(
            Laboratory.kubectl(
                namespace,
                "get",
                "deployment,service,configmap,secret,httproute",
                "-l",
                "applyset.kubernetes.io/part-of=" + set,
                "-o",
                "name"))
        .contains("deployment.apps/shop", "service/shop", "configmap/shop", "secret/shop");

    Path file =
        Files.writeString(
            folder.resolve("other.yaml"),
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n");
    // kubectl derives the same id from the parent, and sees whose it is.
    assertThatThrownBy(
            () ->
                Laboratory.kubectl(
                    namespace,
                    "apply",
                    "--server-side",
                    "--prune",
                    "--applyset=configmap/slipway-shop-production",
                    "--filename",
                    file.toString()))
        .hasMessageContaining("is managed by tooling \"slipway\" instead of \"kubectl\"");
    assertThat(get("configmap/shop", ".data.VERSION")).isEqualTo("1");
  }

  @Test
  void prunesWhatLeftGitAndAFieldThatDid() {
    List<Manifest> more = new ArrayList<>(service.path("1", 0));
    more.add(
        Shop.json(
            """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"extra"},"data":{"A":"1","B":"2"}}
            """));
    shop.objects("c2", more);
    sync.apply(service.order("c2"));
    List<Manifest> less = new ArrayList<>(service.path("1", 0));
    less.add(
        Shop.json(
            """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"extra"},"data":{"A":"1"}}
            """));
    shop.objects("c3", less);
    sync.apply(service.order("c3"));
    assertThat(get("configmap/extra", ".data")).isEqualTo("{\"A\":\"1\"}");

    SyncReport report = sync.apply(service.order("c1"));

    assertThat(report.pruned()).containsExactly("ConfigMap/extra");
    assertThat(Laboratory.kubectl(namespace, "get", "configmap", "-o", "name"))
        .doesNotContain("extra");
  }

  @Test
  void prunesBeyondTheBudgetExactlyWhatAPersonHasConfirmed() {
    List<Manifest> more = new ArrayList<>(service.path("1", 0));
    for (int i = 0; i < 7; i++) {
      more.add(
          Shop.json(
              """
              {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"extra-%d"}}
              """
                  .formatted(i)));
    }
    shop.objects("c2", more);
    sync.apply(service.order("c2"));
    shop.objects("c3", more.subList(0, more.size() - 6));
    List<String> lookedAt = sync.compare(service.order("c3")).beyondBudget();
    assertThat(lookedAt).hasSize(6).doesNotContain("ConfigMap/extra-0");

    SyncReport another = sync.apply(service.order("c1").pruning(lookedAt));
    SyncReport unconfirmed = sync.apply(service.order("c3"));
    SyncReport confirmed = sync.apply(service.order("c3").pruning(lookedAt));

    assertThat(another.pruned()).as("one more has left Git").isEmpty();
    assertThat(another.beyondBudget()).hasSize(7);
    assertThat(unconfirmed.pruned()).isEmpty();
    assertThat(confirmed.pruned()).isEqualTo(lookedAt);
    assertThat(Laboratory.kubectl(namespace, "get", "configmap", "-o", "name"))
        .contains("extra-0")
        .doesNotContain("extra-1", "extra-6");
  }

  @Test
  void refusesAFieldThatDoesNotExistAndAppliesNothing() {
    List<Manifest> path = new ArrayList<>(service.path("2", 0));
    path.add(
        Shop.json(
            """
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"other"},"spec":{"port":[{"port":80}]}}
            """));
    shop.objects("c2", path);

    SyncReport report = sync.apply(service.order("c2"));

    assertThat(report.health()).isEqualTo(Health.DEGRADED);
    assertThat(report.reason()).contains("nothing was applied", "Service/other", ".spec.port");
    assertThat(get("configmap/shop", ".data.VERSION")).isEqualTo("1");
  }

  @Test
  void stopsAtAWaveWhoseImageCannotBePulledAndLeavesTheRestAsItIs() {
    List<Manifest> path = new ArrayList<>(service.path("2", 0));
    path.add(
        Shop.json(
            """
            {"apiVersion":"apps/v1","kind":"Deployment",
             "metadata":{"name":"early","annotations":{"slipway.dev/wave":"-1"}},
             "spec":{"replicas":1,"selector":{"matchLabels":{"app":"early"}},
              "template":{"metadata":{"labels":{"app":"early"}},
               "spec":{"containers":[{"name":"c","image":"localhost:5000/nowhere:1"}]}}}}
            """));
    shop.objects("c2", path);

    SyncReport report = sync.apply(service.order("c2"));

    assertThat(report.health()).isEqualTo(Health.DEGRADED);
    assertThat(report.reason())
        .startsWith("Deployment/early: 0 of 1 ready: the image localhost:5000/nowhere:1")
        .endsWith("(wave -1, for which later ones wait)");
    assertThat(get("configmap/shop", ".data.VERSION")).isEqualTo("1");
  }

  @Test
  void saysWhichImageCannotBePulled() {
    shop.objects("c2", service.path("localhost:5000/nowhere:1", "2", 0, ""));

    SyncReport report = sync.apply(service.order("c2"));

    assertThat(report.health()).isEqualTo(Health.DEGRADED);
    assertThat(report.reason())
        .contains(
            "the image localhost:5000/nowhere:1 of pod shop-", "cannot be pulled", "not found");
  }

  @Test
  void saysWhyAPodCrashes() {
    shop.objects(
        "c2",
        service.path(
            "localhost/echo:1", "2", 0, ",\"env\":[{\"name\":\"FAIL\",\"value\":\"exit\"}]"));

    SyncReport report = sync.apply(service.order("c2"));

    assertThat(report.health()).isEqualTo(Health.DEGRADED);
    assertThat(report.reason())
        .contains("crashes", "ended with code 1", "its log ends with: no database: FAIL=exit");
  }

  private String get(String object, String field) {
    return Laboratory.kubectl(namespace, "get", object, "-o", "jsonpath={" + field + "}");
  }

  private String versions() {
    return Laboratory.kubectl(
        namespace,
        "get",
        "deployment,configmap,secret,service,httproute",
        "-l",
        "slipway.dev/managed-by=slipway",
        "-o",
        "jsonpath={range .items[*]}{.kind} {.metadata.generation} {.metadata.managedFields[0].time};{end}",
        "--show-managed-fields");
  }
}
