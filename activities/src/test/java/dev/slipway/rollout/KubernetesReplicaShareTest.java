package dev.slipway.rollout;

import static dev.slipway.rollout.EchoLab.CANDIDATE;
import static dev.slipway.rollout.EchoLab.STABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.Health;
import dev.slipway.cluster.SyncReport;
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

  private static final Duration READY = Duration.ofSeconds(90);

  private final KubernetesConnection connection = Laboratory.connection();
  private final ServiceVisitor visitor = new ServiceVisitor(connection, "version-1");
  private final EchoLab lab =
      EchoLab.behindService(new EchoService(Laboratory.namespace("canary")), connection, visitor);

  @BeforeEach
  void makeItLive() {
    lab.shop.objects("c1", EchoLab.withoutRoute(lab.service.path("version-1", 0)));
    SyncReport first = lab.sync.apply(lab.service.order("c1"));
    assertThat(first.health()).as(first.reason()).isEqualTo(Health.HEALTHY);
  }

  @AfterEach
  void end() {
    lab.close();
  }

  @Test
  void sharesTrafficByPodsAndPromotes() {
    lab.shop.objects("c2", EchoLab.withoutRoute(lab.service.path("version-2", 0)));

    CanaryReadiness begun = lab.begin(READY);
    assertThat(begun.ready()).as(begun.detail()).isTrue();
    assertThat(begun.detail()).contains("from 33.3 % to 50 %");

    StepReport step = lab.canary.step(step(10));
    assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);
    assertThat(step.detail()).startsWith("at 33.3 % instead of 10 %");
    assertThat(visitor.canary()).isPositive();
    assertThat(
            Laboratory.kubectl(
                lab.namespace, "get", "deployment", "shop", "-o", "jsonpath={.spec.replicas}"))
        .isEqualTo("2");

    CanaryReadiness promoted = lab.promote(READY);
    assertThat(promoted).isEqualTo(new CanaryReadiness(true, "2 of 2 ready"));
    assertThat(lab.sync.apply(lab.service.order("c2")).drift()).isEmpty();
    requireOnly("version-2");
  }

  @Test
  void doesNotBlameStableForTheCanarysPods() {
    lab.shop.objects(
        "c2",
        EchoLab.withoutRoute(lab.service.path("localhost:5000/nowhere:1", "version-2", 0, "")));
    lab.begin(READY);

    StepReport step = lab.canary.step(step(50));

    assertThat(step.end()).isEqualTo(End.UNHEALTHY);
    assertThat(step.detail()).contains("cannot be pulled");
    assertThat(lab.cluster.condition(lab.namespace, "shop"))
        .get()
        .satisfies(stable -> assertThat(stable.settled()).isTrue());
    lab.withdraw();
    requireOnly("version-1");
  }

  @Test
  void updatesPodsInPlaceAndGoesBack() {
    lab.shop.objects("c2", EchoLab.withoutRoute(lab.service.path("version-2", 0)));
    RollingOrder order =
        new RollingOrder(
            lab.service.target(), STABLE, CANDIDATE, new RollingPlan(READY, Duration.ofSeconds(2)));

    assertThat(lab.rolling.update(order)).isEqualTo(new RollingReport(true, "2 of 2 ready"));
    assertThat(lab.rolling.watch(order)).isEqualTo(new RollingReport(true, "2 of 2 ready for 2 s"));
    requireOnly("version-2");
    lab.rolling.restore(order);

    assertThat(lab.sync.apply(lab.service.order("c1")).drift()).isEmpty();
    requireOnly("version-1");
  }

  private void requireOnly(String version) {
    Laboratory.await(
        "nothing but " + version,
        Duration.ofSeconds(60),
        () -> {
          for (int visit = 0; visit < 10; visit++) {
            if (!visitor.visit(lab.namespace, "shop").contains(version)) {
              return false;
            }
          }
          return true;
        },
        () -> visitor.visit(lab.namespace, "shop"));
    assertThat(lab.cluster.list(lab.namespace, Map.of()).stream().map(Manifest::id))
        .noneMatch(id -> id.endsWith("-canary"));
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
    return lab.step(plan, weight, Advance.BY_TIME, Optional.empty());
  }
}
