package dev.slipway.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.ClusterSync;
import dev.slipway.cluster.Health;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncReport;
import dev.slipway.lab.EchoService;
import dev.slipway.lab.Laboratory;
import dev.slipway.manifest.Manifest;
import dev.slipway.rollout.RealPulse;
import java.util.ArrayList;
import java.util.List;

/**
 * The echo service of the laboratory, live at c1 with lists whose items have names and numbers, and
 * with people and programs that change its objects.
 */
final class EditedShop implements AutoCloseable {

  private final String namespace = Laboratory.namespace("hand");
  private final EchoService service = new EchoService(namespace);
  private final KubernetesConnection connection = Laboratory.connection();
  private final Shop commits = new Shop();
  private final ClusterSync sync =
      new ClusterSync(commits, new KubernetesCluster(connection), new RealPulse());
  private final List<Manifest> objects = new ArrayList<>(service.path("1", 0));

  EditedShop() {
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
    commit("c1", objects);
    SyncReport first = sync("c1");
    assertThat(first.health()).as(first.reason()).isEqualTo(Health.HEALTHY);
  }

  String namespace() {
    return namespace;
  }

  /** Its objects at c1: the Deployment, the Service, and others. */
  List<Manifest> path() {
    return new ArrayList<>(objects);
  }

  /** The usual objects instead: the Service has a single port, without a name. */
  List<Manifest> withOnePort() {
    return new ArrayList<>(service.path("1", 0));
  }

  void commit(String commit, List<Manifest> path) {
    commits.objects(commit, path);
  }

  SyncReport sync(String commit) {
    return sync.apply(service.order(commit));
  }

  SyncReport compare(String commit) {
    return sync.compare(service.order(commit));
  }

  /** A sync to c1 mends something, and the next finds nothing to do. */
  SyncReport healed() {
    SyncReport report = sync("c1");
    assertThat(report.health()).as(report.reason()).isEqualTo(Health.HEALTHY);
    assertThat(report.healed()).isTrue();
    assertThat(sync("c1").drift()).isEmpty();
    return report;
  }

  /** A person at kubectl edit; the patch is written with single quotes. */
  void edit(String object, String patch) {
    kubectl(
        "patch",
        object,
        "--type=json",
        "--field-manager=kubectl-edit",
        "--patch=" + patch.replace('\'', '"'));
  }

  /** A program that applies fields of its own, as this field manager. */
  void applyAs(String manager, String object) {
    Laboratory.applyServerSide(namespace, manager, object);
  }

  void apply(String objects) {
    Laboratory.apply(namespace, objects);
  }

  String kubectl(String... arguments) {
    return Laboratory.kubectl(namespace, arguments);
  }

  String get(String object, String field) {
    return kubectl("get", object, "-o", "jsonpath={" + field + "}");
  }

  @Override
  public void close() {
    Laboratory.delete(namespace);
    connection.close();
  }
}
