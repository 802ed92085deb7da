package dev.slipway.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.ClusterSync;
import dev.slipway.cluster.Health;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncReport;
import dev.slipway.lab.EchoService;
import dev.slipway.lab.Laboratory;
import dev.slipway.lab.NeedsCluster;
import dev.slipway.manifest.Manifest;
import dev.slipway.rollout.RealPulse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people change by hand so that it contradicts what Git says, on a real cluster. */
@NeedsCluster
class KubernetesHandChangesTest {

  private final String namespace = Laboratory.namespace("hand");
  private final EchoService service = new EchoService(namespace);
  private final KubernetesConnection connection = Laboratory.connection();
  private final Shop shop = new Shop();
  private final List<Manifest> objects = new ArrayList<>(service.path("1", 0));
  private final ClusterSync sync =
      new ClusterSync(shop, new KubernetesCluster(connection), new RealPulse());

  @BeforeEach
  void makeItLive() {
    objects.set(
        0,
        Shop.json(
            """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"shop"},
             "spec":{"replicas":1,"selector":{"matchLabels":{"app":"shop"}},
              "template":{"metadata":{"labels":{"app":"shop"}},
               "spec":{"terminationGracePeriodSeconds":1,
                "volumes":[{"name":"scratch","emptyDir":{}}],
                "containers":[{"name":"shop","image":"localhost/echo:1",
                "envFrom":[{"configMapRef":{"name":"shop"}}],
                "env":[{"name":"TIER","value":"gold"}],
                "ports":[{"name":"web","containerPort":8080},{"name":"admin","containerPort":8081}],
                "readinessProbe":{"httpGet":{"path":"/readyz","port":8080},"periodSeconds":1}}]}}}}
            """));
    objects.set(
        1,
        Shop.json(
            """
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"shop"},
             "spec":{"selector":{"app":"shop"},"ports":[
              {"name":"http","port":80,"targetPort":8080},{"name":"admin","port":81,"targetPort":8081}]}}
            """));
    shop.objects("c1", objects);
    SyncReport first = sync.apply(service.order("c1"));
    assertThat(first.health()).as(first.reason()).isEqualTo(Health.HEALTHY);
  }

  @AfterEach
  void end() {
    Laboratory.delete(namespace);
    connection.close();
  }

  @Test
  void healsTheNumberOfANamedPort() {
    edit("service/shop", "[{'op':'replace','path':'/spec/ports/0/port','value':8000}]");

    SyncReport report = healed();

    assertThat(report.drift())
        .containsExactly(
            "Service/shop: spec.ports[0].port: 8000 instead of 80, set by kubectl-edit");
    assertThat(get("service/shop", ".spec.ports[*].port")).isEqualTo("80 81");
    assertThat(get("service/shop", ".spec.ports[*].name")).isEqualTo("http admin");
  }

  @Test
  void healsTheNumberOfTheOnlyPortWhichNeedsNoName() {
    List<Manifest> path = new ArrayList<>(service.path("1", 0));
    shop.objects("c2", path);
    assertThat(sync.apply(service.order("c2")).health()).isEqualTo(Health.HEALTHY);
    edit("service/shop", "[{'op':'replace','path':'/spec/ports/0/port','value':8000}]");

    SyncReport report = sync.apply(service.order("c2"));

    assertThat(report.drift())
        .containsExactly(
            "Service/shop: spec.ports[0].port: 8000 instead of 80, set by kubectl-edit");
    assertThat(get("service/shop", ".spec.ports[*].port")).isEqualTo("80");
  }

  @Test
  void healsPortsThatWereSwappedAndOneThatWasAdded() {
    edit(
        "service/shop",
        "[{'op':'replace','path':'/spec/ports/0/port','value':81},"
            + "{'op':'replace','path':'/spec/ports/1/port','value':80},"
            + "{'op':'add','path':'/spec/ports/-','value':{'name':'debug','port':82}}]");

    SyncReport report = healed();

    assertThat(report.drift()).allMatch(line -> line.contains("spec.ports"));
    assertThat(get("service/shop", ".spec.ports[*].port")).isEqualTo("80 81");
    assertThat(get("service/shop", ".spec.ports[*].name")).isEqualTo("http admin");
    assertThat(get("service/shop", ".spec.ports[*].targetPort")).isEqualTo("8080 8081");
  }

  @Test
  void healsWhatExcludesWhatGitSays() {
    edit(
        "deployment/shop",
        "[{'op':'replace','path':'/spec/template/spec/containers/0/env/0',"
            + "'value':{'name':'TIER','valueFrom':{'fieldRef':{'fieldPath':'metadata.name'}}}},"
            + "{'op':'replace','path':'/spec/template/spec/containers/0/ports/0/containerPort','value':8090},"
            + "{'op':'replace','path':'/spec/template/spec/volumes/0',"
            + "'value':{'name':'scratch','configMap':{'name':'shop'}}},"
            + "{'op':'replace','path':'/spec/template/spec/containers/0/readinessProbe',"
            + "'value':{'tcpSocket':{'port':8080}}}]");

    SyncReport report = healed();

    assertThat(report.drift())
        .allMatch(line -> line.contains("kubectl-edit") || line.contains(": nothing instead of "))
        .anyMatch(line -> line.contains("env[0].value: nothing instead of gold"))
        .anyMatch(line -> line.contains("env[0].valueFrom"))
        .anyMatch(line -> line.contains("ports[0].containerPort: 8090 instead of 8080"))
        .anyMatch(line -> line.contains("volumes[0].configMap"))
        .anyMatch(line -> line.contains("readinessProbe.tcpSocket"));
    String container = ".spec.template.spec.containers[0]";
    assertThat(get("deployment/shop", container + ".env"))
        .isEqualTo("[{\"name\":\"TIER\",\"value\":\"gold\"}]");
    assertThat(get("deployment/shop", container + ".ports[*].containerPort"))
        .isEqualTo("8080 8081");
    assertThat(get("deployment/shop", container + ".readinessProbe.tcpSocket")).isEmpty();
    assertThat(get("deployment/shop", ".spec.template.spec.volumes"))
        .isEqualTo("[{\"emptyDir\":{},\"name\":\"scratch\"}]");
  }

  @Test
  void takesNothingFromAnAutoscalerNorLabelsFromOthers() {
    List<Manifest> path = new ArrayList<>(objects);
    path.add(
        Shop.json(
            """
            {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"shop"},
             "spec":{"minReplicas":1,"maxReplicas":3,
              "scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"shop"}}}
            """));
    shop.objects("c2", path);
    assertThat(sync.apply(service.order("c2")).created())
        .containsExactly("HorizontalPodAutoscaler/shop");
    Laboratory.kubectl(namespace, "scale", "deployment/shop", "--replicas=2");
    Laboratory.kubectl(
        namespace, "label", "service/shop", "cost-centre=7", "--field-manager=inventory");
    Laboratory.kubectl(namespace, "set", "env", "deployment/shop", "DEBUG=1");
    edit("service/shop", "[{'op':'replace','path':'/spec/ports/0/port','value':8000}]");

    SyncReport report = sync.apply(service.order("c2"));

    assertThat(report.health()).as(report.reason()).isEqualTo(Health.HEALTHY);
    assertThat(report.drift())
        .hasSize(2)
        .anyMatch(line -> line.contains("env") && line.endsWith("by kubectl-set"));
    assertThat(get("deployment/shop", ".spec.replicas")).isEqualTo("2");
    assertThat(get("deployment/shop", ".spec.template.spec.containers[0].env[*].name"))
        .isEqualTo("TIER");
    assertThat(get("service/shop", ".metadata.labels.cost-centre")).isEqualTo("7");
    assertThat(get("service/shop", ".spec.ports[*].port")).isEqualTo("80 81");
    assertThat(sync.apply(service.order("c2")).drift()).isEmpty();
  }

  @Test
  void takesFromAnotherApplierOnlyWhatContradicts() {
    applyAs(
        "rival",
        """
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"shop"},
         "spec":{"sessionAffinity":"ClientIP","ports":[{"name":"debug","port":82}]}}
        """);
    assertThat(sync.apply(service.order("c1")).drift()).isEmpty();
    Laboratory.kubectl(
        namespace,
        "patch",
        "service/shop",
        "--type=json",
        "--patch=[{\"op\":\"remove\",\"path\":\"/spec/ports/0\"}]");
    applyAs(
        "rival",
        """
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"shop"},
         "spec":{"sessionAffinity":"ClientIP","ports":[{"name":"http","port":8000}]}}
        """);

    SyncReport report = healed();

    assertThat(report.drift())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("Service/shop: spec.ports"));
    assertThat(get("service/shop", ".spec.ports[*].port")).isEqualTo("80 81");
    assertThat(get("service/shop", ".spec.sessionAffinity")).isEqualTo("ClientIP");
  }

  @Test
  void removesWhatAPersonAddedByAServerSideApply() {
    applyAs(
        "kubectl",
        """
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"shop"},"data":{"EXTRA":"1"}}
        """);

    SyncReport report = healed();

    assertThat(report.drift())
        .containsExactly("ConfigMap/shop: data.EXTRA is not in Git, added by kubectl");
    assertThat(get("configmap/shop", ".data.EXTRA")).isEmpty();
  }

  @Test
  void leavesWhatTheClusterItselfWritesDown() {
    String volume = namespace;
    Laboratory.apply(
        namespace,
        """
        {"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"%s"},
         "spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],
          "storageClassName":"%s","hostPath":{"path":"/tmp"}}}
        """
            .formatted(volume, volume));
    try {
      List<Manifest> path = new ArrayList<>(objects);
      path.add(
          Shop.json(
              """
              {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"shop"},
               "spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"%s",
                "resources":{"requests":{"storage":"1Gi"}}}}
              """
                  .formatted(volume)));
      shop.objects("c2", path);
      SyncReport first = sync.apply(service.order("c2"));
      assertThat(first.health()).as(first.reason()).isEqualTo(Health.HEALTHY);
      assertThat(get("persistentvolumeclaim/shop", ".spec.volumeName")).isEqualTo(volume);

      SyncReport again = sync.apply(service.order("c2"));

      assertThat(again.health()).as(again.reason()).isEqualTo(Health.HEALTHY);
      assertThat(again.drift()).isEmpty();
    } finally {
      Laboratory.kubectl(namespace, "delete", "persistentvolume", volume, "--wait=false");
    }
  }

  @Test
  void namesTheFieldWithoutTouchingAnythingWhenItOnlyCompares() {
    edit("service/shop", "[{'op':'replace','path':'/spec/ports/0/port','value':8000}]");
    String before = get("service/shop", ".metadata.resourceVersion");

    SyncReport report = sync.compare(service.order("c1"));

    assertThat(report.drift())
        .containsExactly(
            "Service/shop: spec.ports[0].port: 8000 instead of 80, set by kubectl-edit");
    assertThat(report.healed()).isFalse();
    assertThat(get("service/shop", ".metadata.resourceVersion")).isEqualTo(before);
  }

  /** What the API server has filled in for the strategy before excludes the new one. */
  @Test
  void bringsAnotherStrategyThanTheOneWithDefaults() {
    List<Manifest> path = new ArrayList<>(objects);
    ObjectNode other = path.get(0).json().deepCopy();
    ((ObjectNode) other.path("spec")).putObject("strategy").put("type", "Recreate");
    path.set(0, new Manifest(other));
    shop.objects("c2", path);

    SyncReport report = sync.apply(service.order("c2"));

    assertThat(report.health()).as(report.reason()).isEqualTo(Health.HEALTHY);
    assertThat(get("deployment/shop", ".spec.strategy")).isEqualTo("{\"type\":\"Recreate\"}");
    assertThat(sync.apply(service.order("c2")).drift()).isEmpty();
  }

  @Test
  void refusesWhatGitSaysWronglyInItsOwnWordsAlthoughSomebodyChangedTheObject() {
    edit("service/shop", "[{'op':'replace','path':'/spec/ports/0/port','value':8000}]");
    List<Manifest> path = new ArrayList<>(objects);
    ObjectNode wrong = path.get(1).json().deepCopy();
    ((ObjectNode) wrong.at("/spec/ports/1")).put("name", "http");
    path.set(1, new Manifest(wrong));
    shop.objects("c2", path);

    SyncReport report = sync.apply(service.order("c2"));

    assertThat(report.health()).isEqualTo(Health.DEGRADED);
    assertThat(report.reason()).contains("nothing was applied: Service/shop", "Duplicate value");
    assertThat(get("service/shop", ".spec.ports[0].port")).isEqualTo("8000");
  }

  private SyncReport healed() {
    SyncReport report = sync.apply(service.order("c1"));
    assertThat(report.health()).as(report.reason()).isEqualTo(Health.HEALTHY);
    assertThat(report.healed()).isTrue();
    assertThat(sync.apply(service.order("c1")).drift()).isEmpty();
    return report;
  }

  /** A person at kubectl edit; the patch is written with single quotes. */
  private void edit(String object, String patch) {
    Laboratory.kubectl(
        namespace,
        "patch",
        object,
        "--type=json",
        "--field-manager=kubectl-edit",
        "--patch=" + patch.replace('\'', '"'));
  }

  private void applyAs(String manager, String object) {
    Laboratory.applyServerSide(namespace, manager, object);
  }

  private String get(String object, String field) {
    return Laboratory.kubectl(namespace, "get", object, "-o", "jsonpath={" + field + "}");
  }
}
