package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.ClusterSync;
import dev.slipway.cluster.Health;
import dev.slipway.cluster.Reach;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncReport;
import dev.slipway.cluster.kubernetes.GatewayPods;
import dev.slipway.cluster.kubernetes.KubernetesCluster;
import dev.slipway.cluster.kubernetes.KubernetesConnection;
import dev.slipway.cluster.kubernetes.ServiceVisitor;
import dev.slipway.lab.EchoService;
import dev.slipway.lab.Laboratory;
import dev.slipway.lab.NeedsRollouts;
import dev.slipway.lab.WorkerAccount;
import dev.slipway.manifest.Manifest;
import dev.slipway.metrics.TraefikScrape;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import dev.slipway.traffic.ReplicaShareRouter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With exactly the rights of deploy/kubernetes a worker can carry rollouts through and take them
 * back, by itself and as an environment's account.
 */
@NeedsRollouts
class KubernetesRolloutRightsTest {

  private static final RevisionRef STABLE = EchoService.revision("c1");
  private static final RevisionRef CANDIDATE = EchoService.revision("c2");
  private static final Duration READY = Duration.ofSeconds(90);

  private final String namespace = Laboratory.namespace("rights");
  private final KubernetesConnection person = Laboratory.connection();
  private final ServiceVisitor visitor = new ServiceVisitor(person, "version-1");
  private KubernetesConnection worker = person;

  @BeforeEach
  void becomeTheWorker(@TempDir Path directory) {
    worker = WorkerAccount.connection(directory);
  }

  @AfterEach
  void end() {
    Laboratory.delete(namespace);
    worker.close();
    person.close();
  }

  private Reach itself() {
    WorkerAccount.writesIn(namespace);
    return Reach.USUAL;
  }

  private Reach theEnvironmentsAccount() {
    return WorkerAccount.actsFor(namespace);
  }

  @Test
  void promotesARolloutOfArgoByItself() {
    ArgoLab argo = argo(itself());
    StepReport step = halfway(argo);
    assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);

    CanaryReadiness promoted =
        argo.canary.promote(new PromoteOrder(argo.service.target(), STABLE, CANDIDATE, READY));

    assertThat(promoted.ready()).as(promoted.detail()).isTrue();
    requireAtRest(argo.sync, argo.service, "c2");
  }

  @Test
  void abortsARolloutOfArgoAsTheEnvironmentsAccount() {
    ArgoLab argo = argo(theEnvironmentsAccount());
    StepReport step = halfway(argo);
    assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);

    argo.canary.withdraw(new WithdrawOrder(argo.service.target(), STABLE));

    requireAtRest(argo.sync, argo.service, "c1");
    assertThat(argo.rollout(".status.stableRS")).isEqualTo(argo.rollout(".status.currentPodHash"));
  }

  /** A canary with half of the traffic, judged by what the worker reads from the gateway. */
  private StepReport halfway(ArgoLab argo) {
    argo.shop.objects("c1", argo.path("version-1", 0));
    argo.shop.objects("c2", argo.path("version-2", 0));
    requireAtRest(argo.sync, argo.service, "c1");
    try (Visitors visitors = new Visitors(Laboratory.gateway("/" + namespace))) {
      Laboratory.await(
          "the first answer",
          Duration.ofSeconds(20),
          () -> visitors.answered("version-1") > 0,
          () -> visitors.failures().toString());
      argo.canary.begin(new CanaryOrder(argo.service.target(), STABLE, CANDIDATE, READY));
      return argo.canary.step(argo.step(0, 50, Advance.BY_TIME));
    }
  }

  private ArgoLab argo(Reach reach) {
    return new ArgoLab(
        new EchoService(namespace, reach),
        worker,
        new RealPulse(),
        new TraefikScrape(
            new GatewayPods(worker, Laboratory.binding().gateway().orElseThrow()),
            Clock.systemUTC()));
  }

  @Test
  void promotesACanaryWithoutARouterByItself() {
    WithoutRouter shop = new WithoutRouter(itself());
    shop.begin();

    CanaryReadiness promoted =
        shop.canary.promote(new PromoteOrder(shop.service.target(), STABLE, CANDIDATE, READY));

    assertThat(promoted.ready()).as(promoted.detail()).isTrue();
    requireAtRest(shop.sync, shop.service, "c2");
    assertThat(visitor.visit(namespace, "shop")).contains("version-2");
  }

  @Test
  void promotesACanaryWithoutARouterAsTheEnvironmentsAccount() {
    WithoutRouter shop = new WithoutRouter(theEnvironmentsAccount());
    shop.begin();

    CanaryReadiness promoted =
        shop.canary.promote(new PromoteOrder(shop.service.target(), STABLE, CANDIDATE, READY));

    assertThat(promoted.ready()).as(promoted.detail()).isTrue();
    requireAtRest(shop.sync, shop.service, "c2");
  }

  @Test
  void withdrawsACanaryWithoutARouterAsTheEnvironmentsAccount() {
    WithoutRouter shop = new WithoutRouter(theEnvironmentsAccount());
    shop.begin();

    shop.canary.withdraw(new WithdrawOrder(shop.service.target(), STABLE));

    requireAtRest(shop.sync, shop.service, "c1");
    assertThat(Laboratory.kubectl(namespace, "get", "deployment,service", "-o", "name"))
        .doesNotContain("canary");
  }

  private void requireAtRest(ClusterSync sync, EchoService service, String commit) {
    SyncReport report = sync.apply(service.order(commit));
    assertThat(report.health()).as(report.reason()).isEqualTo(Health.HEALTHY);
    assertThat(report.drift()).isEmpty();
  }

  /** The echo service as a Deployment that no route leads to. */
  private final class WithoutRouter {

    final EchoService service;
    final ClusterSync sync;
    final DerivedCanary canary;

    WithoutRouter(Reach reach) {
      service = new EchoService(namespace, reach);
      KubernetesCluster cluster = new KubernetesCluster(worker);
      Shop shop = new Shop();
      shop.objects("c1", path("version-1"));
      shop.objects("c2", path("version-2"));
      sync = new ClusterSync(shop, cluster, new RealPulse());
      canary =
          new DerivedCanary(
              new Instruments(
                  shop, cluster, new ReplicaShareRouter(cluster), visitor, new RealPulse()));
      requireAtRest(sync, service, "c1");
    }

    private List<Manifest> path(String version) {
      return service.path(version, 0).stream()
          .filter(object -> !object.kind().equals("HTTPRoute"))
          .toList();
    }

    /** A share of the pods is the canary's, and the step has seen its answers. */
    void begin() {
      CanaryReadiness begun =
          canary.begin(new CanaryOrder(service.target(), STABLE, CANDIDATE, READY));
      assertThat(begun.ready()).as(begun.detail()).isTrue();
      StepReport step = canary.step(step());
      assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);
      assertThat(visitor.canary()).isPositive();
    }

    private StepOrder step() {
      return new ArgoLab(service, worker, new RealPulse(), visitor).step(0, 10, Advance.BY_TIME);
    }
  }
}
