package dev.slipway.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.ClusterSync;
import dev.slipway.cluster.Health;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncReport;
import dev.slipway.hook.ClusterHooks;
import dev.slipway.hook.Hook;
import dev.slipway.hook.HookOrder;
import dev.slipway.hook.HookReport;
import dev.slipway.lab.EchoService;
import dev.slipway.lab.Laboratory;
import dev.slipway.lab.NeedsCluster;
import dev.slipway.manifest.Manifest;
import dev.slipway.rollout.RealPulse;
import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With exactly the account of deploy/kubernetes a worker can do what it has to, and no more. */
@NeedsCluster
class KubernetesRightsTest {

  private static final String MANIFESTS = "../deploy/kubernetes/";

  private final String mine = Laboratory.namespace("mine");
  private final String others = Laboratory.namespace("others");
  private final EchoService service = new EchoService(mine);
  private final Shop shop = new Shop();
  private KubernetesConnection connection = Laboratory.connection();

  @BeforeEach
  void becomeTheWorker(@TempDir Path directory) {
    Laboratory.kubectl("slipway", "apply", "--server-side", "-f", MANIFESTS + "worker.yaml");
    Laboratory.kubectl(mine, "apply", "--server-side", "-f", MANIFESTS + "environment.yaml");
    Laboratory.kubectl("gateway", "apply", "--server-side", "-f", MANIFESTS + "gateway.yaml");
    String token = Laboratory.kubectl("slipway", "create", "token", "slipway-worker");
    connection = new KubernetesConnection(Laboratory.binding(directory, token));
  }

  @AfterEach
  void end() {
    Laboratory.delete(mine);
    Laboratory.delete(others);
    connection.close();
  }

  @Test
  void syncsComparesPrunesAndTellsReasons() {
    KubernetesCluster cluster = new KubernetesCluster(connection);
    ClusterSync sync = new ClusterSync(shop, cluster, new RealPulse());
    shop.objects("c1", service.path("1", 0));

    SyncReport report = sync.apply(service.order("c1"));
    Laboratory.kubectl(mine, "set", "env", "deployment/shop", "DEBUG=1");
    SyncReport healed = sync.apply(service.order("c1"));
    shop.objects("c2", service.path("localhost:5000/nowhere:1", "2", 0, ""));
    SyncReport bad = sync.apply(service.order("c2"));

    assertThat(report.health()).as(report.reason()).isEqualTo(Health.HEALTHY);
    assertThat(healed.drift()).hasSize(1);
    assertThat(bad.reason()).contains("cannot be pulled");
    assertThat(cluster.delete(mine, "Service", "shop")).isTrue();
    assertThat(new GatewayPods(connection, Laboratory.binding().gateway().orElseThrow()).fetch())
        .isNotEmpty();
  }

  @Test
  void runsJobsAndReadsTheirLogs() {
    List<Manifest> path = new ArrayList<>(service.path("1", 0));
    path.add(
        Shop.json(
            """
            {"apiVersion":"batch/v1","kind":"Job",
             "metadata":{"name":"migrate","annotations":{"slipway.dev/hook":"pre-sync"}},
             "spec":{"template":{"spec":{"restartPolicy":"Never",
              "containers":[{"name":"main","image":"localhost/coredns:1","args":["-version"],
               "envFrom":[{"secretRef":{"name":"shop"}}]}]}}}}
            """));
    shop.objects("c1", path);

    HookReport report =
        new ClusterHooks(shop, new KubernetesCluster(connection), new RealPulse())
            .run(
                new HookOrder(
                    service.target(),
                    "c1",
                    "r1",
                    new Hook("migrate", Hook.Occasion.PRE_SYNC, Duration.ofSeconds(60))));

    assertThat(report.detail()).contains("succeeded", "CoreDNS-");
  }

  @Test
  void mayNotWriteWhereNoEnvironmentIs() {
    Cluster cluster = new KubernetesCluster(connection);

    assertThatThrownBy(
            () ->
                cluster.apply(
                    others,
                    Shop.json(
                        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"}}"),
                    Cluster.Effect.LASTING))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(FailureType.MISCONFIGURED.name());
              assertThat(failure.getOriginalMessage())
                  .contains("the worker may not do this in cluster lab", "cannot get resource");
            });
  }

  @Test
  void seesChangesOfItsObjectsInTheWholeCluster() {
    try (KubernetesWatch watch = new KubernetesWatch(connection, () -> Set.of(mine))) {
      watch.next(Duration.ofSeconds(1));
      new KubernetesCluster(connection)
          .apply(
              mine,
              Shop.json(
                  """
                  {"apiVersion":"v1","kind":"Secret",
                   "metadata":{"name":"a","labels":{"slipway.dev/managed-by":"slipway"}}}
                  """),
              Cluster.Effect.LASTING);
      Set<String> seen = new HashSet<>();

      Laboratory.await(
          "the watch",
          Duration.ofSeconds(10),
          () -> seen.addAll(watch.next(Duration.ofMillis(200))) && seen.contains(mine),
          seen::toString);

      assertThat(seen).contains(mine).doesNotContain(others);
    }
  }
}
