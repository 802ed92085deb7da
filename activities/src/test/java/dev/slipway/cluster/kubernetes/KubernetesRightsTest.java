package dev.slipway.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.ClusterSync;
import dev.slipway.cluster.Health;
import dev.slipway.cluster.LiveChange;
import dev.slipway.cluster.Reach;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncReport;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.hook.ClusterHooks;
import dev.slipway.hook.Hook;
import dev.slipway.hook.HookOrder;
import dev.slipway.hook.HookReport;
import dev.slipway.lab.EchoService;
import dev.slipway.lab.Laboratory;
import dev.slipway.lab.NeedsCluster;
import dev.slipway.lab.WorkerAccount;
import dev.slipway.manifest.Manifest;
import dev.slipway.rollout.RealPulse;
import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With exactly the account of deploy/kubernetes a worker can do what it has to, and no more. */
@NeedsCluster
class KubernetesRightsTest {

  /** It reads all, and writes what the path has. */
  private static final String SMALL_ROLE =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: small}
      rules:
      - {apiGroups: ["*"], resources: ["*"], verbs: [get, list]}
      - {apiGroups: [""], resources: [configmaps, secrets, services], verbs: [create, patch, delete]}
      - {apiGroups: [apps], resources: [deployments], verbs: [create, patch, delete]}
      - {apiGroups: [gateway.networking.k8s.io], resources: [httproutes], verbs: [create, patch, delete]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: small}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: small}
      subjects: [{kind: ServiceAccount, name: slipway-deployer, namespace: NAMESPACE}]
      """;

  private final String mine = Laboratory.namespace("mine");
  private final String others = Laboratory.namespace("others");
  private final EchoService service = new EchoService(mine);
  private final Shop shop = new Shop();
  private KubernetesConnection connection = Laboratory.connection();
  private Reach account = Reach.USUAL;

  @BeforeEach
  void becomeTheWorker(@TempDir Path directory) {
    connection = WorkerAccount.connection(directory);
    WorkerAccount.writesIn(mine);
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

  /** Where an environment has an account of its own, the worker can do nothing by itself. */
  private void becomeAWorkerThatOnlyImpersonates() {
    WorkerAccount.writesNothingIn(mine);
    account = WorkerAccount.actsFor(mine);
  }

  @Test
  void doesAllAsTheEnvironmentsAccountAndNothingAsItself() {
    becomeAWorkerThatOnlyImpersonates();
    ClusterSync sync = new ClusterSync(shop, new KubernetesCluster(connection), new RealPulse());
    shop.objects("c1", service.path("1", 0));

    SyncReport report = sync.apply(service.order("c1", account));
    Laboratory.kubectl(mine, "set", "env", "deployment/shop", "DEBUG=1");
    SyncReport healed = sync.apply(service.order("c1", account));

    assertThat(report.health()).as(report.reason()).isEqualTo(Health.HEALTHY);
    assertThat(healed.drift()).hasSize(1);
    assertThatThrownBy(() -> sync.apply(service.order("c1")))
        .hasMessageContaining("the worker may not do this in cluster lab");
    assertThatThrownBy(
            () ->
                sync.apply(
                    service.order("c1", new Reach(List.of(), Optional.of(mine + "/default")))))
        .hasMessageContaining("the worker may not act as the account " + mine + "/default");
  }

  @Test
  void refusesWhatTheAccountMayNotWriteAndAppliesNothing() {
    becomeAWorkerThatOnlyImpersonates();
    Laboratory.kubectl(mine, "delete", "rolebinding", WorkerAccount.NAME_OF_ENVIRONMENTS);
    Laboratory.apply(mine, SMALL_ROLE.replace("NAMESPACE", mine));
    ClusterSync sync = new ClusterSync(shop, new KubernetesCluster(connection), new RealPulse());
    List<Manifest> path = new ArrayList<>(service.path("1", 0));
    shop.objects("c1", path);
    SyncReport small = sync.apply(service.order("c1", account));
    path = new ArrayList<>(service.path("2", 0));
    path.add(
        Shop.json(
            """
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding",
             "metadata":{"name":"more"},
             "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"admin"},
             "subjects":[{"kind":"ServiceAccount","name":"default"}]}
            """));
    shop.objects("c2", path);

    SyncReport greedy = sync.apply(service.order("c2", account));

    assertThat(small.health()).as(small.reason()).isEqualTo(Health.HEALTHY);
    assertThat(greedy.health()).isEqualTo(Health.DEGRADED);
    assertThat(greedy.reason())
        .startsWith(
            "MISCONFIGURED, nothing was applied: RoleBinding/more: the account "
                + mine
                + "/slipway-deployer, by which platform.yaml bounds this environment, may not write"
                + " it (");
    assertThat(Laboratory.kubectl(mine, "get", "configmap/shop", "-o", "jsonpath={.data.VERSION}"))
        .isEqualTo("1");
  }

  @Test
  void cannotGiveMoreRightsThanItHas() {
    ClusterSync sync = new ClusterSync(shop, new KubernetesCluster(connection), new RealPulse());
    List<Manifest> path = new ArrayList<>(service.path("1", 0));
    path.add(
        Shop.json(
            """
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"more"},
             "rules":[{"apiGroups":[""],"resources":["pods/exec"],"verbs":["create"]}]}
            """));
    shop.objects("c1", path);

    assertThat(sync.apply(service.order("c1")).reason())
        .contains("nothing was applied: Role/more: ", "not currently held");
  }

  @Test
  void seesChangesOfItsObjectsInTheWholeClusterAndWhoseTheyAre() {
    KubernetesCluster cluster = new KubernetesCluster(connection);
    LiveChange shops = new LiveChange(mine, Optional.of(new EnvironmentKey("production", "shop")));
    try (KubernetesWatch watch = new KubernetesWatch(connection, () -> Set.of(mine), Set::of)) {
      watch.next(Duration.ofSeconds(1));
      cluster.apply(
          mine,
          Shop.json(
              """
              {"apiVersion":"v1","kind":"Secret","metadata":{"name":"a","labels":{
               "slipway.dev/managed-by":"slipway","slipway.dev/service":"shop",
               "slipway.dev/environment":"production"}}}
              """),
          Cluster.Effect.LASTING);
      assertThat(seenUntil(watch, shops))
          .doesNotContain(LiveChange.anywhereIn(mine))
          .noneMatch(change -> change.namespace().equals(others));

      Laboratory.kubectl(mine, "label", "secret", "a", "slipway.dev/service=cart", "--overwrite");
      assertThat(seenUntil(watch, shops))
          .contains(new LiveChange(mine, Optional.of(new EnvironmentKey("production", "cart"))));

      Laboratory.kubectl(mine, "delete", "secret", "a");
      seenUntil(watch, LiveChange.anywhereIn(mine));
    }
  }

  private static Set<LiveChange> seenUntil(KubernetesWatch watch, LiveChange awaited) {
    Set<LiveChange> seen = new HashSet<>();
    Laboratory.await(
        "the watch",
        Duration.ofSeconds(10),
        () -> seen.addAll(watch.next(Duration.ofMillis(200))) && seen.contains(awaited),
        seen::toString);
    return seen;
  }
}
