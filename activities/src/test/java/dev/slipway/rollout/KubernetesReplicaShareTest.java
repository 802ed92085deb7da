package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.ClusterSync;
import dev.slipway.cluster.Health;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncReport;
import dev.slipway.cluster.kubernetes.KubernetesCluster;
import dev.slipway.cluster.kubernetes.KubernetesConnection;
import dev.slipway.cluster.kubernetes.ServiceVisitor;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.MetricRule;
import dev.slipway.delivery.OnInconclusive;
import dev.slipway.delivery.Percent;
import dev.slipway.delivery.RollingPlan;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.lab.EchoService;
import dev.slipway.lab.Laboratory;
import dev.slipway.lab.NeedsCluster;
import dev.slipway.manifest.Manifest;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import dev.slipway.traffic.ReplicaShareRouter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rollouts over real pods behind a real Service that no route leads to. */
@NeedsCluster
class KubernetesReplicaShareTest {

  private static final RevisionRef STABLE = EchoService.revision("c1");
  private static final RevisionRef CANDIDATE = EchoService.revision("c2");
  private static final Duration READY = Duration.ofSeconds(90);

  private final String namespace = Laboratory.namespace("canary");
  private final EchoService service = new EchoService(namespace);
  private final KubernetesConnection connection = Laboratory.connection();
  private final KubernetesCluster cluster = new KubernetesCluster(connection);
  private final Shop shop = new Shop();
  private final RealPulse pulse = new RealPulse();
  private final ClusterSync sync = new ClusterSync(shop, cluster, pulse);
  private final ServiceVisitor visitor = new ServiceVisitor(connection, "version-1");
  private final Instruments instruments =
      new Instruments(shop, cluster, new ReplicaShareRouter(cluster), visitor, pulse);
  private final DerivedCanary canary = new DerivedCanary(instruments);
  private final DeploymentUpdate rolling = new DeploymentUpdate(instruments);

  @BeforeEach
  void makeItLive() {
    shop.objects("c1", withoutRoute(service.path("version-1", 0)));
    SyncReport first = sync.apply(service.order("c1"));
    assertThat(first.health()).as(first.reason()).isEqualTo(Health.HEALTHY);
  }

  @AfterEach
  void end() {
    Laboratory.delete(namespace);
    connection.close();
  }

  @Test
  void sharesTrafficByPodsAndPromotes() {
    shop.objects("c2", withoutRoute(service.path("version-2", 0)));

    CanaryReadiness begun =
        canary.begin(new CanaryOrder(service.target(), STABLE, CANDIDATE, READY));
    assertThat(begun.ready()).as(begun.detail()).isTrue();
    assertThat(begun.detail()).contains("from 33.3 % to 50 %");

    StepReport step = canary.step(step(10));
    assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);
    assertThat(step.detail()).startsWith("at 33.3 % instead of 10 %");
    assertThat(visitor.canary()).isPositive();
    assertThat(
            Laboratory.kubectl(
                namespace, "get", "deployment", "shop", "-o", "jsonpath={.spec.replicas}"))
        .isEqualTo("2");

    CanaryReadiness promoted =
        canary.promote(new PromoteOrder(service.target(), STABLE, CANDIDATE, READY));
    assertThat(promoted).isEqualTo(new CanaryReadiness(true, "2 of 2 ready"));
    assertThat(sync.apply(service.order("c2")).drift()).isEmpty();
    requireOnly("version-2");
  }

  @Test
  void doesNotBlameStableForTheCanarysPods() {
    shop.objects("c2", withoutRoute(service.path("localhost:5000/nowhere:1", "version-2", 0, "")));
    canary.begin(new CanaryOrder(service.target(), STABLE, CANDIDATE, READY));

    StepReport step = canary.step(step(50));

    assertThat(step.end()).isEqualTo(End.UNHEALTHY);
    assertThat(step.detail()).contains("cannot be pulled");
    assertThat(cluster.condition(namespace, "shop"))
        .get()
        .satisfies(stable -> assertThat(stable.settled()).isTrue());
    canary.withdraw(new WithdrawOrder(service.target(), STABLE));
    requireOnly("version-1");
  }

  @Test
  void updatesPodsInPlaceAndGoesBack() {
    shop.objects("c2", withoutRoute(service.path("version-2", 0)));
    RollingOrder order =
        new RollingOrder(
            service.target(), STABLE, CANDIDATE, new RollingPlan(READY, Duration.ofSeconds(2)));

    assertThat(rolling.update(order)).isEqualTo(new RollingReport(true, "2 of 2 ready"));
    assertThat(rolling.watch(order)).isEqualTo(new RollingReport(true, "2 of 2 ready for 2 s"));
    requireOnly("version-2");
    rolling.restore(order);

    assertThat(sync.apply(service.order("c1")).drift()).isEmpty();
    requireOnly("version-1");
  }

  private void requireOnly(String version) {
    Laboratory.await(
        "nothing but " + version,
        Duration.ofSeconds(60),
        () -> {
          for (int visit = 0; visit < 10; visit++) {
            if (!visitor.visit(namespace, "shop").contains(version)) {
              return false;
            }
          }
          return true;
        },
        () -> visitor.visit(namespace, "shop"));
    assertThat(cluster.list(namespace, Map.of()).stream().map(Manifest::id))
        .noneMatch(id -> id.endsWith("-canary"));
  }

  private static List<Manifest> withoutRoute(List<Manifest> path) {
    return path.stream().filter(object -> !object.kind().equals("HTTPRoute")).toList();
  }

  private StepOrder step(double weight) {
    RolloutPlan plan =
        new RolloutPlan(
            List.of(new Percent(50)),
            Duration.ofSeconds(3),
            Duration.ofSeconds(60),
            Duration.ZERO,
            OnInconclusive.ROLLBACK,
            Duration.ofMinutes(1),
            Duration.ofSeconds(30),
            READY,
            new AnalysisRules(
                0.01,
                Duration.ofMillis(500),
                Duration.ZERO,
                List.of(
                    new MetricRule(
                        "errors",
                        MetricRule.Kind.ERROR_RATE,
                        0.005,
                        Optional.empty(),
                        List.of()))));
    return new StepOrder(
        service.target(),
        STABLE,
        CANDIDATE,
        0,
        weight,
        Advance.BY_TIME,
        plan.minimumHold(),
        plan.maximumHold(),
        plan,
        1,
        Optional.empty());
  }
}
